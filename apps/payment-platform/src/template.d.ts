/**
 * Defaults of the payment-platform reference system (rows P1–P60). A user's file is merged over them,
 * then the environment's overrides.
 */
export declare const template: {
    readonly name: "payment-platform";
    readonly title: "Central observability of a payment-processing system under PCI DSS";
    readonly defaults: {
        readonly tags: {
            readonly System: "PaymentProcessing";
            readonly CostCenter: "Engineering";
            readonly Compliance: "PCI-DSS";
        };
        readonly resources: {
            readonly apis: {
                readonly payments: {
                    readonly type: "rest";
                    readonly apiName: "payment-{env}-api";
                    readonly stage: "{env}";
                };
            };
            readonly functions: {
                readonly processor: {
                    readonly functionName: "payment-{env}-processor";
                    readonly timeoutSeconds: 30;
                    readonly lambdaInsights: true;
                };
            };
            readonly databases: {
                readonly ledger: {
                    readonly instanceId: "payment-{env}-ledger";
                };
            };
        };
        readonly encryption: {
            readonly keys: {
                readonly logs: {
                    readonly description: "Log groups of {name} {env}";
                    readonly purpose: "LogEncryption";
                };
                readonly alerts: {
                    readonly description: "Alarm topics and their queues of {name} {env}";
                    readonly purpose: "AlertEncryption";
                };
                readonly audit: {
                    readonly description: "Audit trail of {name} {env}";
                    readonly purpose: "Audit";
                };
            };
        };
        readonly logs: {
            readonly encryptionKey: "logs";
            readonly retentionDays: 90;
            readonly groups: {
                readonly processing: {
                    readonly logGroupName: "/aws/payment/{env}/processing";
                    readonly component: "processing";
                };
                readonly lambda: {
                    readonly logGroupName: "/aws/lambda/payment-{env}-processor";
                    readonly component: "lambda";
                };
                readonly apiGateway: {
                    readonly logGroupName: "/aws/apigateway/payment-{env}";
                    readonly component: "api-gateway";
                };
            };
            readonly masking: {
                readonly managedIdentifiers: {
                    readonly cardNumber: "CreditCardNumber";
                };
                readonly customIdentifiers: {
                    readonly pan: "[2-6][0-9]{12,18}";
                };
            };
            readonly metricFilters: {
                readonly transactionVolume: {
                    readonly filterName: "transaction-volume";
                    readonly group: "processing";
                    readonly match: {
                        readonly event_type: "TRANSACTION_PROCESSED";
                    };
                    readonly metricName: "TransactionVolume";
                    readonly dimensions: {
                        readonly Currency: "currency";
                        readonly Status: "status";
                    };
                    readonly rollup: true;
                };
                readonly transactionAmount: {
                    readonly filterName: "transaction-amount";
                    readonly group: "processing";
                    readonly match: {
                        readonly event_type: "TRANSACTION_PROCESSED";
                        readonly status: "SUCCESS";
                    };
                    readonly metricName: "TransactionAmount";
                    readonly value: "amount";
                    readonly unit: "None";
                    readonly dimensions: {
                        readonly Currency: "currency";
                    };
                };
                readonly processingTime: {
                    readonly filterName: "processing-time";
                    readonly group: "processing";
                    readonly match: {
                        readonly event_type: "TRANSACTION_COMPLETE";
                    };
                    readonly metricName: "ProcessingTime";
                    readonly value: "processing_time";
                    readonly unit: "Milliseconds";
                    readonly dimensions: {
                        readonly PaymentMethod: "payment_method";
                    };
                    readonly rollup: true;
                };
                readonly errorCount: {
                    readonly filterName: "error-count";
                    readonly group: "processing";
                    readonly match: {
                        readonly level: "ERROR";
                    };
                    readonly metricName: "ErrorCount";
                    readonly dimensions: {
                        readonly ErrorType: "error_type";
                    };
                    readonly rollup: true;
                };
                readonly databaseConnections: {
                    readonly filterName: "database-connections";
                    readonly group: "processing";
                    readonly match: {
                        readonly event_type: "DB_CONNECTION";
                    };
                    readonly metricName: "DatabaseConnections";
                    readonly value: "active_connections";
                    readonly dimensions: {
                        readonly Action: "action";
                    };
                    readonly rollup: true;
                };
                readonly apiLatency: {
                    readonly filterName: "api-latency";
                    readonly group: "processing";
                    readonly match: {
                        readonly event_type: "API_REQUEST";
                    };
                    readonly metricName: "APILatency";
                    readonly value: "latency";
                    readonly unit: "Milliseconds";
                    readonly dimensions: {
                        readonly Method: "method";
                        readonly StatusCode: "status_class";
                    };
                    readonly rollup: true;
                };
                readonly connectionFailures: {
                    readonly filterName: "connection-failures";
                    readonly group: "processing";
                    readonly match: {
                        readonly event_type: "DB_CONNECTION";
                        readonly action: "FAILED";
                    };
                    readonly metricName: "ConnectionFailures";
                };
            };
            readonly queries: {
                readonly paymentFailures: {
                    readonly queryName: "payment-failures";
                    readonly groups: readonly ["processing", "lambda", "apiGateway"];
                    readonly query: "fields @timestamp, transactionId, errorMessage, amount\n| filter status = \"FAILED\"\n| sort @timestamp desc\n| limit 100";
                };
                readonly highLatencyTransactions: {
                    readonly queryName: "payment-high-latency-transactions";
                    readonly groups: readonly ["processing", "lambda", "apiGateway"];
                    readonly query: "filter processing_time > 1000\n| stats count(*) as transactions, avg(processing_time) as averageMs, pct(processing_time, 99) as p99Ms by payment_method\n| sort p99Ms desc";
                };
                readonly errorAnalysis: {
                    readonly queryName: "payment-error-analysis";
                    readonly groups: readonly ["processing", "lambda", "apiGateway"];
                    readonly query: "filter level = \"ERROR\"\n| stats count(*) as errors by error_type\n| sort errors desc";
                };
                readonly transactionVolumeAnalysis: {
                    readonly queryName: "payment-transaction-volume-analysis";
                    readonly groups: readonly ["processing", "lambda", "apiGateway"];
                    readonly query: "filter event_type = \"TRANSACTION_PROCESSED\"\n| stats count(*) as transactions, sum(amount) as totalAmount by bin(5m), currency";
                };
                readonly databaseConnectionErrors: {
                    readonly queryName: "payment-database-connection-errors";
                    readonly groups: readonly ["processing", "lambda", "apiGateway"];
                    readonly query: "filter event_type = \"DB_CONNECTION\" and action = \"FAILED\"\n| stats count(*) as failures by error_code, pool_size\n| sort failures desc";
                };
            };
        };
        readonly metrics: {
            readonly namespace: "PaymentSystem/{env}";
            readonly stream: {
                readonly streamName: "payment-{env}-metrics-stream";
                readonly outputFormat: "json";
                readonly namespaces: readonly ["PaymentSystem/{env}", "AWS/Lambda", "AWS/ApiGateway", "AWS/RDS", "LambdaInsights"];
                readonly percentiles: {
                    readonly apiLatency: {
                        readonly metricName: "APILatency";
                        readonly statistics: readonly ["p95", "p99"];
                    };
                    readonly processingTime: {
                        readonly metricName: "ProcessingTime";
                        readonly statistics: readonly ["p95", "p99"];
                    };
                };
                readonly bufferMiB: 5;
                readonly bufferSeconds: 60;
                readonly bucket: {
                    readonly bucketName: "payment-metrics-{env}-{account}-{region}";
                    readonly expireDays: 90;
                };
            };
        };
        readonly alarms: {
            readonly highErrorRate: {
                readonly alarmName: "payment-{env}-high-error-rate";
                readonly description: "More than 1 % of the payment transactions fail.";
                readonly severity: "critical";
                readonly recovered: "info";
                readonly errorRatePercent: 1;
                readonly minimumSamples: 20;
                readonly errors: {
                    name: string;
                };
                readonly total: {
                    name: string;
                };
                readonly periodSeconds: 60;
                readonly evaluationPeriods: 2;
                readonly datapointsToAlarm: 2;
                readonly missingData: "notBreaching";
                readonly suppressedBy: "systemDegradation";
                readonly component: string;
            };
            readonly noTraffic: {
                readonly alarmName: "payment-{env}-no-traffic";
                readonly description: "No payment transaction was processed for five minutes.";
                readonly severity: "critical";
                readonly recovered: "info";
                readonly metric: {
                    name: string;
                };
                readonly countBelow: 1;
                readonly periodSeconds: 60;
                readonly evaluationPeriods: 5;
                readonly datapointsToAlarm: 5;
                readonly missingData: "breaching";
                readonly component: string;
            };
            readonly apiLatencyHigh: {
                readonly component: "API";
                readonly alarmName: "payment-{env}-api-high-latency";
                readonly description: "The slowest 1 % of the API requests take more than 500 ms.";
                readonly severity: "warning";
                readonly recovered: "info";
                readonly metric: {
                    readonly name: "APILatency";
                };
                readonly latencyP99Ms: 500;
                readonly periodSeconds: 60;
                readonly evaluationPeriods: 3;
                readonly datapointsToAlarm: 3;
                readonly missingData: "notBreaching";
                readonly suppressedBy: "performanceDegradation";
            };
            readonly dbConnectionFailures: {
                readonly component: "Database";
                readonly alarmName: "payment-{env}-db-connection-failures";
                readonly description: "More than 5 database connections failed in five minutes.";
                readonly severity: "critical";
                readonly recovered: "info";
                readonly metric: {
                    readonly name: "ConnectionFailures";
                };
                readonly countAbove: 5;
                readonly periodSeconds: 300;
                readonly evaluationPeriods: 1;
                readonly datapointsToAlarm: 1;
                readonly missingData: "notBreaching";
                readonly suppressedBy: "systemDegradation";
            };
            readonly transactionAnomaly: {
                readonly component: "TransactionMonitoring";
                readonly alarmName: "payment-{env}-transaction-anomaly";
                readonly description: "The number of transactions is outside of what is usual at this time.";
                readonly severity: "warning";
                readonly metric: {
                    name: string;
                };
                readonly statistic: "Sum";
                readonly anomalyBandWidth: 2;
                readonly anomalyDirection: "both";
                readonly periodSeconds: 300;
                readonly evaluationPeriods: 2;
                readonly datapointsToAlarm: 2;
                readonly missingData: "notBreaching";
            };
            readonly lambdaErrors: {
                readonly component: "Lambda";
                readonly alarmName: "payment-{env}-lambda-errors";
                readonly description: "The payment processor failed more than 10 times in a minute.";
                readonly severity: "critical";
                readonly metric: {
                    readonly resource: "functions.processor";
                    readonly name: "Errors";
                };
                readonly countAbove: 10;
                readonly periodSeconds: 60;
                readonly evaluationPeriods: 1;
                readonly datapointsToAlarm: 1;
                readonly missingData: "notBreaching";
                readonly suppressedBy: "completeSystemFailure";
            };
            readonly memoryHigh: {
                readonly component: "Infrastructure";
                readonly alarmName: "payment-{env}-high-memory-usage";
                readonly description: "The payment processor uses more than 80 % of its memory.";
                readonly severity: "warning";
                readonly metric: {
                    readonly resource: "functions.processor";
                    readonly namespace: "LambdaInsights";
                    readonly name: "memory_utilization";
                };
                readonly usagePercent: 80;
                readonly periodSeconds: 300;
                readonly evaluationPeriods: 3;
                readonly datapointsToAlarm: 2;
                readonly missingData: "notBreaching";
                readonly suppressedBy: "performanceDegradation";
            };
            readonly systemDegradation: {
                readonly component: "PaymentProcessing";
                readonly alarmName: "payment-{env}-system-degradation";
                readonly description: "Payments fail or are slow while database connections fail.";
                readonly severity: "critical";
                readonly recovered: "info";
                readonly when: {
                    readonly all: readonly [{
                        readonly any: readonly ["highErrorRate", "apiLatencyHigh"];
                    }, "dbConnectionFailures"];
                };
                readonly suppressedBy: "completeSystemFailure";
            };
            readonly completeSystemFailure: {
                readonly component: "PaymentProcessing";
                readonly alarmName: "payment-{env}-complete-system-failure";
                readonly description: "Payments, the payment processor and the database fail together.";
                readonly escalation: "Immediate";
                readonly severity: "critical";
                readonly when: {
                    readonly all: readonly ["highErrorRate", "lambdaErrors", "dbConnectionFailures"];
                };
            };
            readonly performanceDegradation: {
                readonly component: "PaymentProcessing";
                readonly alarmName: "payment-{env}-performance-degradation";
                readonly description: "The API is slow while the payment processor runs out of memory.";
                readonly severity: "warning";
                readonly when: {
                    readonly all: readonly ["apiLatencyHigh", "memoryHigh"];
                };
            };
        };
        readonly dashboards: {
            readonly overview: {
                readonly dashboardName: "payment-{env}-processing-overview";
                readonly periodSeconds: 60;
                readonly start: "-PT3H";
                readonly widgets: {
                    readonly transactionVolume: {
                        readonly title: "Transaction Volume";
                        readonly x: 0;
                        readonly y: 0;
                        readonly width: 8;
                        readonly height: 6;
                        readonly yMin: 0;
                        readonly series: {
                            readonly total: {
                                readonly statistic: "Sum";
                                readonly label: "Total Transactions";
                                readonly name: string;
                            };
                            readonly rate: {
                                readonly expression: "total / PERIOD(total)";
                                readonly label: "Transactions per second";
                                readonly axis: "right";
                            };
                        };
                    };
                    readonly transactionAmount: {
                        readonly title: "Transaction Amount";
                        readonly x: 8;
                        readonly y: 0;
                        readonly width: 8;
                        readonly height: 6;
                        readonly yMin: 0;
                        readonly series: {
                            readonly total: {
                                readonly search: "SEARCH('{PaymentSystem/{env},Currency} MetricName=\"TransactionAmount\"', 'Sum')";
                                readonly label: "Total Amount";
                            };
                            readonly average: {
                                readonly search: "SEARCH('{PaymentSystem/{env},Currency} MetricName=\"TransactionAmount\"', 'Average')";
                                readonly label: "Avg Transaction Amount";
                                readonly axis: "right";
                            };
                        };
                    };
                    readonly errorRate: {
                        readonly title: "Error Rate";
                        readonly x: 16;
                        readonly y: 0;
                        readonly width: 8;
                        readonly height: 6;
                        readonly yMin: 0;
                        readonly yMax: 5;
                        readonly lines: {
                            readonly threshold: {
                                readonly value: 1;
                                readonly label: "Error Threshold";
                                readonly color: "#ff0000";
                            };
                        };
                        readonly series: {
                            readonly errors: {
                                readonly statistic: "Sum";
                                readonly visible: false;
                                readonly name: string;
                            };
                            readonly total: {
                                readonly statistic: "Sum";
                                readonly visible: false;
                                readonly name: string;
                            };
                            readonly rate: {
                                readonly expression: "IF(total >= 20, 100 * errors / total, 0)";
                                readonly label: "Error Rate %";
                            };
                        };
                    };
                    readonly processingTime: {
                        readonly title: "Processing Time (ms)";
                        readonly x: 0;
                        readonly y: 6;
                        readonly width: 12;
                        readonly height: 6;
                        readonly yMin: 0;
                        readonly series: {
                            readonly average: {
                                readonly name: "ProcessingTime";
                                readonly statistic: "Average";
                                readonly label: "Average";
                            };
                            readonly p99: {
                                readonly name: "ProcessingTime";
                                readonly statistic: "p99";
                                readonly label: "p99";
                            };
                            readonly p95: {
                                readonly name: "ProcessingTime";
                                readonly statistic: "p95";
                                readonly label: "p95";
                            };
                        };
                    };
                    readonly apiLatency: {
                        readonly title: "API Latency (ms)";
                        readonly x: 12;
                        readonly y: 6;
                        readonly width: 12;
                        readonly height: 6;
                        readonly yMin: 0;
                        readonly lines: {
                            readonly threshold: {
                                readonly value: 500;
                                readonly label: "Latency Threshold";
                                readonly color: "#ff9900";
                            };
                        };
                        readonly series: {
                            readonly average: {
                                readonly name: "APILatency";
                                readonly statistic: "Average";
                                readonly label: "Average";
                            };
                            readonly p99: {
                                readonly name: "APILatency";
                                readonly statistic: "p99";
                                readonly label: "p99";
                            };
                        };
                    };
                    readonly lambdaHealth: {
                        readonly title: "Lambda Functions Health";
                        readonly x: 0;
                        readonly y: 12;
                        readonly width: 8;
                        readonly height: 6;
                        readonly series: {
                            readonly invocations: {
                                readonly resource: "functions.processor";
                                readonly name: "Invocations";
                                readonly statistic: "Sum";
                                readonly label: "Invocations";
                            };
                            readonly errors: {
                                readonly resource: "functions.processor";
                                readonly name: "Errors";
                                readonly statistic: "Sum";
                                readonly label: "Errors";
                            };
                            readonly duration: {
                                readonly resource: "functions.processor";
                                readonly name: "Duration";
                                readonly statistic: "Average";
                                readonly label: "Duration (ms)";
                                readonly axis: "right";
                            };
                        };
                    };
                    readonly databaseHealth: {
                        readonly title: "Database Health";
                        readonly x: 8;
                        readonly y: 12;
                        readonly width: 8;
                        readonly height: 6;
                        readonly series: {
                            readonly connections: {
                                readonly name: "DatabaseConnections";
                                readonly statistic: "Average";
                                readonly label: "Active Connections";
                            };
                            readonly failures: {
                                readonly name: "ConnectionFailures";
                                readonly statistic: "Sum";
                                readonly label: "Connection Failures";
                            };
                        };
                    };
                    readonly systemResources: {
                        readonly title: "System Resources";
                        readonly x: 16;
                        readonly y: 12;
                        readonly width: 8;
                        readonly height: 6;
                        readonly periodSeconds: 300;
                        readonly yMin: 0;
                        readonly yMax: 100;
                        readonly series: {
                            readonly memory: {
                                readonly resource: "functions.processor";
                                readonly namespace: "LambdaInsights";
                                readonly name: "memory_utilization";
                                readonly statistic: "Average";
                                readonly label: "Memory %";
                            };
                            readonly cpu: {
                                readonly resource: "databases.ledger";
                                readonly name: "CPUUtilization";
                                readonly statistic: "Average";
                                readonly label: "Database CPU %";
                            };
                        };
                    };
                    readonly recentFailures: {
                        readonly type: "log";
                        readonly title: "Recent Failed Transactions";
                        readonly x: 0;
                        readonly y: 18;
                        readonly width: 24;
                        readonly height: 6;
                        readonly groups: readonly ["processing"];
                        readonly query: "fields @timestamp, transactionId, status, amount\n| filter status = \"FAILED\"\n| sort @timestamp desc\n| limit 20";
                    };
                };
            };
        };
        readonly tracing: {
            readonly samplingRules: {
                readonly criticalPaths: {
                    readonly ruleName: "payment-{env}-critical";
                    readonly priority: 1000;
                    readonly fixedRate: 1;
                    readonly reservoirSize: 10;
                    readonly serviceName: "payment-{env}-api/{env}";
                    readonly httpMethod: "POST";
                    readonly urlPath: "/api/v1/payments/*";
                };
                readonly general: {
                    readonly ruleName: "payment-{env}-general";
                    readonly priority: 9000;
                    readonly fixedRate: 0.1;
                    readonly reservoirSize: 1;
                };
            };
            readonly groups: {
                readonly transactions: {
                    readonly groupName: "PaymentTransactions-{env}";
                    readonly filterExpression: "service(\"payment-{env}-processor\") OR service(\"payment-{env}-api/{env}\")";
                };
                readonly errors: {
                    readonly groupName: "PaymentErrors-{env}";
                    readonly filterExpression: "error = true OR fault = true";
                };
            };
        };
        readonly audit: {
            readonly encryptionKey: "audit";
            readonly logGroup: {
                readonly logGroupName: "/aws/events/payment-{env}-compliance";
                readonly retentionDays: 400;
            };
            readonly trail: {
                readonly trailName: "payment-{env}-system-audit";
                readonly s3DataEventsPrefix: "payment-";
                readonly logGroupName: "/aws/cloudtrail/payment-{env}-system-audit";
                readonly bucket: {
                    readonly bucketName: "payment-audit-trail-{env}-{account}-{region}";
                    readonly archiveAfterDays: 90;
                    readonly expireDays: 2555;
                };
            };
            readonly rules: {
                readonly iamChanges: {
                    readonly ruleName: "payment-{env}-compliance-iam-changes";
                    readonly source: "aws.iam";
                    readonly eventSource: "iam.amazonaws.com";
                    readonly eventNames: readonly ["CreateUser", "DeleteUser", "AttachUserPolicy", "DetachUserPolicy", "CreateAccessKey", "DeleteAccessKey", "CreateRole", "DeleteRole", "AttachRolePolicy", "DetachRolePolicy", "PutRolePolicy", "DeleteRolePolicy", "UpdateAssumeRolePolicy", "CreatePolicyVersion"];
                };
                readonly securityGroupChanges: {
                    readonly ruleName: "payment-{env}-compliance-security-group-changes";
                    readonly source: "aws.ec2";
                    readonly eventSource: "ec2.amazonaws.com";
                    readonly eventNames: readonly ["AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress", "RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress"];
                };
                readonly databaseAccess: {
                    readonly ruleName: "payment-{env}-compliance-database-access";
                    readonly source: "aws.rds";
                    readonly eventSource: "rds.amazonaws.com";
                    readonly eventNames: readonly ["CreateDBSnapshot", "DeleteDBSnapshot", "ModifyDBInstance", "CreateDBInstanceReadReplica"];
                };
                readonly kmsKeyUsage: {
                    readonly ruleName: "payment-{env}-compliance-kms-key-usage";
                    readonly source: "aws.kms";
                    readonly eventSource: "kms.amazonaws.com";
                    readonly eventNames: readonly ["Decrypt", "Encrypt", "GenerateDataKey", "CreateGrant", "RevokeGrant", "DisableKey", "ScheduleKeyDeletion"];
                    readonly readOnlyEvents: true;
                    readonly ownKeysOnly: true;
                };
                readonly trailTampering: {
                    readonly ruleName: "payment-{env}-compliance-trail-tampering";
                    readonly source: "aws.cloudtrail";
                    readonly eventSource: "cloudtrail.amazonaws.com";
                    readonly eventNames: readonly ["StopLogging", "DeleteTrail", "UpdateTrail", "PutEventSelectors"];
                };
                readonly logTampering: {
                    readonly ruleName: "payment-{env}-compliance-log-tampering";
                    readonly source: "aws.logs";
                    readonly eventSource: "logs.amazonaws.com";
                    readonly eventNames: readonly ["DeleteLogGroup", "PutRetentionPolicy", "DeleteDataProtectionPolicy"];
                };
                readonly alarmTampering: {
                    readonly ruleName: "payment-{env}-compliance-alarm-tampering";
                    readonly source: "aws.monitoring";
                    readonly eventSource: "monitoring.amazonaws.com";
                    readonly eventNames: readonly ["DisableAlarmActions", "DeleteAlarms", "PutAlarmMuteRule"];
                };
            };
        };
        readonly notifications: {
            readonly encryptionKey: "alerts";
            readonly slackFunctionName: "payment-{env}-slack-notifications";
            readonly critical: {
                readonly topicName: "payment-{env}-alerts-critical";
                readonly displayName: "Payment System Critical Alerts";
            };
            readonly warning: {
                readonly topicName: "payment-{env}-alerts-warning";
                readonly displayName: "Payment System Warning Alerts";
            };
            readonly info: {
                readonly topicName: "payment-{env}-alerts-info";
                readonly displayName: "Payment System Info Alerts";
            };
        };
    };
};

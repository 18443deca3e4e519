#!/usr/bin/env bash
# Checks what put-test-records.sh caused: log lines, routed events, metrics and traces of the last 15 minutes. Needs the AWS CLI, version 2.
# Usage: check-test-records.sh [--dry-run] <environment>     A mail cannot be checked from here: look for txn-002 in the mailbox.
set -euo pipefail

dry_run=false
if [[ "${1:-}" == --dry-run ]]; then
  dry_run=true
  shift
fi
environment="${1:?usage: check-test-records.sh [--dry-run] <environment>}"
now="$(date +%s)"
start=$((now - 900))
failed=0

# check <what> <aws arguments that print a number>: the number must be above 0
check() {
  local what="$1" found
  shift
  if "$dry_run"; then
    printf '%q ' aws "$@"
    printf '\n'
    return
  fi
  # one number for each page of the answer
  found="$(aws "$@" --output text | awk '{ sum += $1 } END { print (sum > 0) ? "yes" : "no" }')"
  if [[ "$found" == yes ]]; then
    echo "ok: $what"
  else
    echo "MISSING: $what" >&2
    failed=1
  fi
}

log="/aws/lambda/transaction-processor-${environment}"
bus_log="/aws/events/transaction-events-${environment}"
check 'log line of txn-001' logs filter-log-events --log-group-name "$log" --start-time "${start}000" --filter-pattern '{ $.transaction_id = "txn-001" }' --query 'length(events)'
check 'log line of txn-003 with its error' logs filter-log-events --log-group-name "$log" --start-time "${start}000" --filter-pattern '{ $.transaction_id = "txn-003" && $.error_type = "NEGATIVE_AMOUNT" }' --query 'length(events)'
check 'high-value event of txn-002' logs filter-log-events --log-group-name "$bus_log" --start-time "${start}000" --filter-pattern '{ $.detail.transaction_id = "txn-002" }' --query 'length(events)'
check 'failed event of txn-003' logs filter-log-events --log-group-name "$bus_log" --start-time "${start}000" --filter-pattern '{ $.detail.transaction_id = "txn-003" && $.detail.status = "FAILED" }' --query 'length(events)'
check 'metric TransactionCount' cloudwatch get-metric-statistics --namespace "Payments/${environment}/Realtime" --metric-name TransactionCount --start-time "$start" --end-time "$now" --period 900 --statistics Sum --query 'sum(Datapoints[].Sum)'
check 'traces of the processor' xray get-trace-summaries --start-time "$start" --end-time "$now" --filter-expression "service(\"transaction-processor-${environment}\")" --query 'length(TraceSummaries)'
exit "$failed"

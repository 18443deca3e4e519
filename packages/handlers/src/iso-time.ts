/** The time as ISO 8601 in UTC. CloudWatch writes +0000 for the zone, which not every reader of ISO 8601 takes. */
export function isoTime(time: string | undefined): string | undefined {
  const milliseconds = Date.parse(time ?? '');
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

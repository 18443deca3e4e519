/** What differs between AWS partitions, by the beginning of a Region's name (source: the endpoints of each partition). */
interface Partition {
  readonly regionPrefix: string;
  readonly name: string;
  readonly consoleDomain: string;
}

const DEFAULT_PARTITION: Partition = { regionPrefix: '', name: 'aws', consoleDomain: 'aws.amazon.com' };
const PARTITIONS: readonly Partition[] = [
  { regionPrefix: 'cn-', name: 'aws-cn', consoleDomain: 'amazonaws.cn' },
  { regionPrefix: 'us-gov-', name: 'aws-us-gov', consoleDomain: 'amazonaws-us-gov.com' },
  { regionPrefix: 'eusc-', name: 'aws-eusc', consoleDomain: 'amazonaws-eusc.eu' },
];

/** The partition of a Region: its name as it stands in ARNs, and the domain of its console. */
export function partitionOf(region: string): Partition {
  return PARTITIONS.find(({ regionPrefix }) => region.startsWith(regionPrefix)) ?? DEFAULT_PARTITION;
}

/** What Lambda puts before the text of a console call, in its text format: time, request id and level. */
const CONSOLE_PREFIX = /^\d{4}-\d\d-\d\dT[\d:.]+Z\t[\w-]+\t(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\t/u;

type Entry = Readonly<Record<string, unknown>>;

const linesOf = (output: string) => output.split('\n').filter((line) => line !== '');

/** The JSON that a function gave to its console, entry by entry; throws on text that is no JSON. */
export function consoleEntries(output: string): readonly Entry[] {
  return linesOf(output).filter((line) => CONSOLE_PREFIX.test(line)).map((line) => JSON.parse(line.replace(CONSOLE_PREFIX, '')) as Entry);
}

/** The records in CloudWatch's embedded metric format: lines that are JSON from their first character on, as CloudWatch wants them. */
export function emfRecords(output: string): readonly Entry[] {
  return linesOf(output).filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Entry).filter((entry) => '_aws' in entry);
}

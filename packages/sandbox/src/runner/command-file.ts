/** Reads `name=value` lines and `name<<delimiter` blocks of GITHUB_OUTPUT, GITHUB_ENV and GITHUB_STATE, or throws as the runner does. */
export function parseCommandFile(text: string): [name: string, value: string][] {
  const lines = text.split('\n');
  const endsWithNewline = lines.at(-1) === '';
  if (endsWithNewline) lines.pop();
  const pairs: [string, string][] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const [equals, heredoc] = [line.indexOf('='), line.indexOf('<<')];
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      pairs.push([line.slice(0, equals), line.slice(equals + 1)]);
    } else if (heredoc >= 0) {
      const [name, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
      if (name === '' || delimiter === '') throw new Error(`Invalid format '${line}'. Name must not be empty and delimiter must not be empty`);
      const end = lines.indexOf(delimiter, index + 1);
      if (end < 0) throw new Error(endsWithNewline ? `Invalid value. Matching delimiter not found '${delimiter}'` : 'Invalid value. EOF marker missing new line.');
      pairs.push([name, lines.slice(index + 1, end).join('\n')]);
      index = end;
    } else throw new Error(`Invalid format '${line}'`);
  }
  return pairs;
}

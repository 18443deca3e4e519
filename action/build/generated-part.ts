/** The text of a Markdown file with another content between the two markers of a part. Throws when it has no such part. */
export function withPart(text: string, path: string, name: string, content: string): string {
  const [begin, end] = [`<!-- generated: ${name} -->`, `<!-- end of generated: ${name} -->`];
  const [head, tail] = [text.indexOf(begin), text.indexOf(end)];
  if (head < 0 || tail < head) throw new Error(`${path} has no part "${begin}" … "${end}"`);
  return `${text.slice(0, head + begin.length)}\n${content}\n${text.slice(tail)}`;
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Component, type Project } from 'projen';

/** Replaces what stands between the two markers of a Markdown file that people write otherwise. */
export class GeneratedPart extends Component {
  constructor(
    project: Project,
    private readonly path: string,
    private readonly name: string,
    private readonly content: () => string,
  ) {
    super(project);
  }

  public override postSynthesize(): void {
    if (!existsSync(this.path)) return;
    const [begin, end] = [`<!-- generated: ${this.name} -->`, `<!-- end of generated: ${this.name} -->`];
    const text = readFileSync(this.path, 'utf8');
    const [head, tail] = [text.indexOf(begin), text.indexOf(end)];
    if (head < 0 || tail < head) throw new Error(`${this.path} has no part "${begin}" … "${end}"`);
    const updated = `${text.slice(0, head + begin.length)}\n${this.content()}\n${text.slice(tail)}`;
    if (updated !== text) writeFileSync(this.path, updated);
  }
}

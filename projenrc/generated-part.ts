import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Component, type Project } from 'projen';
import { withPart } from '../action/build/generated-part';

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
    const text = readFileSync(this.path, 'utf8');
    const updated = withPart(text, this.path, this.name, this.content());
    if (updated !== text) writeFileSync(this.path, updated);
  }
}

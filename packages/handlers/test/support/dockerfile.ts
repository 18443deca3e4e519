import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a Dockerfile makes of its folder, as far as our Dockerfiles go: FROM, COPY of files, CMD in exec form. */
export interface BuiltImage {
  readonly from: string;
  readonly command: readonly string[];
}

/** Lays the files that the COPY lines name out below `root`. Throws on a line it does not know and on a file that is not there. */
export function buildTree(folder: string, root: string, variables: Readonly<Record<string, string>>): BuiltImage {
  let from = '';
  let command: readonly string[] = [];
  const expand = (word: string) => word.replaceAll(/\$\{(\w+)\}/gu, (whole, name: string) => variables[name] ?? whole);
  const lines = readFileSync(join(folder, 'Dockerfile'), 'utf8').split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
  for (const line of lines) {
    const [instruction = '', ...words] = line.trim().split(/\s+/u);
    if (instruction === 'FROM') from = words.join(' ');
    else if (instruction === 'COPY') {
      const target = join(root, expand(words.pop() ?? ''));
      mkdirSync(target, { recursive: true });
      for (const file of words.map(expand)) {
        if (!existsSync(join(folder, file))) throw new Error(`COPY ${file}: no such file in ${folder}`);
        cpSync(join(folder, file), join(target, file));
      }
    } else if (instruction === 'CMD') command = JSON.parse(words.join(' ')) as readonly string[];
    else throw new Error(`a Dockerfile line that the test cannot read: ${line}`);
  }
  return { from, command };
}

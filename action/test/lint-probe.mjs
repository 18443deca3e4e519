// Lints texts as if they stood at given paths. In: [{ path, text }] as JSON in the first argument; out: the messages of each.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
// rules that need types are left out: the probed files are not on disk
const eslint = new ESLint({ cwd: root, overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }] });

const answers = [];
for (const { path, text } of JSON.parse(process.argv[2])) {
  const [result] = await eslint.lintText(text, { filePath: join(root, path) });
  answers.push(result.messages.filter(({ ruleId }) => ruleId?.startsWith('import-x/') || ruleId === 'no-restricted-imports').map(({ message }) => message));
}
console.log(JSON.stringify(answers));

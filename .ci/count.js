// Adds up what jest itself wrote for every workspace, and prints the totals.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const files = workspaces.map((folder) => join(root, folder, 'jest-results.json'));
const missing = files.filter((file) => !existsSync(file));
const results = files.filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);

for (const file of missing) console.log(`no test result: ${file}`);
const passed = sum('numPassedTests');
// a test file that does not load, or a workspace whose tests did not run, is a failure too
const failed = sum('numFailedTests') + sum('numRuntimeErrorTestSuites') + missing.length;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

import * as core from '@actions/core';
import { context } from '@actions/github';

const who = core.getInput('who to greet', { required: true });
core.setSecret(core.getInput('github-token'));
await core.group('Greet', async () => core.info(`Hello ${who}, your token is ${core.getInput('github-token')}`));
core.setOutput('greeting', `Hello ${who}\nand welcome`);
core.exportVariable('GREETED', who);
core.saveState('who', who);
core.addPath('/opt/greeting');
await core.summary.addHeading(`${context.repo.owner}/${context.repo.repo}#${context.issue.number}`).write();
core.error('wrong: name, 100%', { title: 'Name', file: 'docs/a,b.md', startLine: 3, endLine: 4, startColumn: 2 });
core.info(`identity ${await core.getIDToken(core.getInput('audience'))}`);

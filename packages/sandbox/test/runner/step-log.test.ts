import { StepLog } from '../../src/runner/step-log';

const logOf = (lines: readonly string[], secrets: readonly string[] = []) => {
  const log = new StepLog('/work', secrets);
  return { log, shown: lines.map((line) => log.line(line)).filter((line) => line !== undefined) };
};

describe('workflow commands', () => {
  test.each([
    ['::error::plain', { level: 'error', message: 'plain' }],
    ['  ::notice title=T::indented', { level: 'notice', title: 'T', message: 'indented' }],
    ['::WARNING::upper case', { level: 'warning', message: 'upper case' }],
    ['::error file=a%2Cb.yml,line=3,endLine=4,col=2,title=A%3A B::one%0Atwo %25 100%2C', { level: 'error', file: 'a,b.yml', line: 3, endLine: 4, col: 2, title: 'A: B', message: 'one\ntwo % 100%2C' }],
    ['::error file=/work/x/y.yml,line=abc::m', { level: 'error', file: 'x/y.yml', message: 'm' }],
    ['::error file=/elsewhere/y.yml::m', { level: 'error', file: '/elsewhere/y.yml', message: 'm' }],
    ['::error file=a.yml,line=::%250A stays', { level: 'error', file: 'a.yml', message: '%0A stays' }],
  ])('%s', (line, annotation) => {
    const { log, shown } = logOf([line]);
    expect(log.annotations).toEqual([annotation]);
    expect(shown).toEqual([`##[${annotation.level}]${annotation.message}`]);
  });

  test.each(['text ::error::within', '::unknown::x', '::error:: '.slice(0, 7), '::constructor::x', 'plain'])('%j is plain output', (line) => {
    expect(logOf([line])).toMatchObject({ shown: [line], log: { annotations: [], failed: false } });
  });

  test('groups are marked, debug lines are not shown', () => {
    expect(logOf(['::group::Deploy', 'x', '::endgroup::', '::debug::hidden']).shown).toEqual(['##[group]Deploy', 'x', '##[endgroup]']);
  });

  test('nothing is carried out between stop-commands and its token', () => {
    const { log, shown } = logOf(['::stop-commands::Pause1', '::error::not now', '::pause1::', '::error::now']);
    expect(shown).toEqual(['::stop-commands::Pause1', '::error::not now', '::pause1::', '##[error]now']);
    expect(log.annotations).toEqual([{ level: 'error', message: 'now' }]);
  });

  test.each(['::stop-commands::', '::stop-commands::error', '::stop-commands::pause-logging'])('%s is no token to stop with', (line) => {
    const { log } = logOf([line]);
    expect(log.failed).toBe(true);
    expect(log.annotations[0]?.message).toBe(`Unable to process command '${line}' successfully.`);
  });

  test.each(['set-env', 'add-path'])('%s is switched off and fails the step', (name) => {
    const { log } = logOf([`::${name} name=A::b`]);
    expect(log.failed).toBe(true);
    expect(log.annotations[1]?.message).toContain(`The \`${name}\` command is disabled.`);
  });

  test('GitHub shows ten annotations of a level, with 4,096 characters', () => {
    const { log, shown } = logOf([...Array.from({ length: 12 }, (_, i) => `::error::${i}`), `::warning::${'w'.repeat(4097)}`]);
    expect(log.annotations.map(({ level, message }) => `${level} ${message.length > 5 ? message.length : message}`)).toEqual([...Array.from({ length: 10 }, (_, i) => `error ${i}`), 'warning 4096']);
    expect(shown).toHaveLength(13);
    expect(shown[12]).toBe(`##[warning]${'w'.repeat(4097)}`);
  });
});

describe('masks', () => {
  test('hide a value from then on, in plain and encoded form, in lines and annotations', () => {
    const { log, shown } = logOf(['p&ss"1', '::add-mask::p&ss"1', 'is p&ss"1', Buffer.from('p&ss"1').toString('base64'), '{"a":"p&ss\\"1"}', '?q=p%26ss%221', '::error::bad p&ss"1', '::group::p&ss"1']);
    expect(shown).toEqual(['p&ss"1', 'is ***', '***', '{"a":"***"}', '?q=***', '##[error]bad ***', '##[group]***']);
    expect(log.annotations).toEqual([{ level: 'error', message: 'bad ***' }]);
    expect(log.masked).toEqual(['p&ss"1']);
  });

  test('hide each line of a value of several lines, and the longer of two values whole', () => {
    expect(logOf(['::add-mask::first%0Asecond', 'a first', 'b second']).shown).toEqual(['a ***', 'b ***']);
    expect(logOf(['secret-long secret'], ['secret', 'secret-long']).shown).toEqual(['*** ***']);
  });

  test('an empty mask is a warning', () => {
    expect(logOf(['::add-mask:: ']).log.annotations).toEqual([{ level: 'warning', message: "Can't add secret mask for empty string in ##[add-mask] command." }]);
  });
});

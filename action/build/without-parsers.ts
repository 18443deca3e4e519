import ts from 'typescript';

const isParser = (name: ts.Node | undefined): boolean => name !== undefined && ts.isIdentifier(name) && name.text.endsWith('FromCloudFormation');

/**
 * The code of generated CloudFormation classes (`*.generated.js` of aws-cdk-lib) without what reads existing templates into constructs
 * (CfnInclude), which is a third of it.
 */
export function withoutParsers(source: string): string {
  const file = ts.createSourceFile('generated.js', source, ts.ScriptTarget.Latest);
  const cuts: { readonly from: number; readonly to: number; readonly put: string }[] = [];
  for (const statement of file.statements) {
    if (ts.isFunctionDeclaration(statement) && isParser(statement.name)) cuts.push({ from: statement.getStart(file), to: statement.end, put: '' });
    if (!ts.isClassDeclaration(statement)) continue;
    for (const member of statement.members) {
      if (!ts.isMethodDeclaration(member) || !member.body || !ts.isIdentifier(member.name) || member.name.text !== '_fromCloudFormation') continue;
      cuts.push({ from: member.body.getStart(file), to: member.body.end, put: "{throw new Error('the action reads no templates into constructs')}" });
    }
  }
  let [text, rest] = ['', 0];
  for (const { from, to, put } of cuts) [text, rest] = [text + source.slice(rest, from) + put, to];
  return text + source.slice(rest);
}

import { type Finding } from './finding';
import { type YamlFile } from './parse-yaml';
import { formatPath, type Path, startsWith, valueAt } from './path';
import { type Position, type Problem } from './problem';
import { CASCADED_KEYS } from './schema';
import { type TemplateDefaults } from './template-defaults';

interface Place extends Position {
  readonly path: Path;
  /** The user wrote the value itself, not only something around it. */
  readonly exact: boolean;
}

/** Where the user wrote what a path of the merged value means: in the overrides, else in the file, else the nearest key around it. */
function placeOf(yaml: YamlFile, path: Path, environment: string): Place {
  const bases: Path[] = CASCADED_KEYS.includes(String(path[0])) ? [['environments', environment, 'overrides'], []] : [[]];
  for (let length = path.length; length > 0; length--)
    for (const base of bases) {
      const position = yaml.position([...base, ...path.slice(0, length)]);
      if (position) return { ...position, path: [...base, ...path], exact: length === path.length };
    }
  return { line: 1, column: 1, path, exact: path.length === 0 };
}

interface Located {
  readonly problem: Omit<Problem, 'file'>;
  readonly place: Path;
  readonly environments: Set<string>;
}

/**
 * Findings of all environments as problems of the file: what several environments have in common is one problem, and what only
 * some have says which.
 */
export function locate(
  source: { readonly file: string; readonly yaml: YamlFile; readonly template: TemplateDefaults | undefined },
  findings: readonly { readonly environment: string; readonly finding: Finding }[],
  environments: readonly string[],
): readonly Problem[] {
  const located = new Map<string, Located>();
  for (const { environment, finding } of findings) {
    const own = placeOf(source.yaml, finding.path, environment);
    const place = own.exact || !finding.near ? own : { ...placeOf(source.yaml, finding.near, environment), path: finding.path, exact: false };
    const written = place.exact ? source.yaml.written(place.path) : undefined;
    const { message, found, allowed, suggestion } = finding;
    const fromTemplate = !place.exact && source.template !== undefined && valueAt(source.template.defaults, finding.path) !== undefined;
    const note = fromTemplate ? ` (from the template ${source.template?.name})` : '';
    const shown = found === undefined ? undefined : (written ?? found) + note;
    const problem = {
      line: place.line,
      column: place.column,
      path: formatPath(place.path),
      message: shown === undefined ? message + note : message,
      ...(shown === undefined ? {} : { found: shown }),
      ...(allowed === undefined ? {} : { allowed }),
      ...(suggestion === undefined ? {} : { suggestion }),
    };
    const key = JSON.stringify([problem.line, problem.column, problem.path, problem.message]);
    const known = located.get(key) ?? { problem, place: place.path, environments: new Set<string>() };
    known.environments.add(environment);
    located.set(key, known);
  }
  return [...located.values()].map(({ problem, place, environments: affected }) => {
    const everywhere = startsWith(place, ['environments']) || environments.every((environment) => affected.has(environment));
    const note = everywhere ? '' : ` (in ${[...affected].sort().join(', ')})`;
    return { file: source.file, ...problem, message: problem.message + note };
  });
}

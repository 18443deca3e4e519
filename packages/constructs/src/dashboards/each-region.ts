import type { Config, Series, Widget } from '@payment-observability/config';
import { LimitError } from '../limit-error';

/** What is shown, with the config whose names are filled in for the Region it is shown of. */
export interface InRegion<T> {
  readonly shown: T;
  readonly config: Config;
  /** Undefined for the Region of the stack or of the widget around it. */
  readonly region: string | undefined;
}

/** Below this many columns of the grid a widget cannot be read. */
const MIN_COLUMNS = 3;

/** The widget, or with `eachRegion` one for each Region: side by side, so that together they take the place of the one. */
export function inEachRegion(widget: Widget, sameIn: (config: Config) => Widget, config: Config, path: string): InRegion<Widget>[] {
  if (!widget.eachRegion) return [{ shown: widget, config: configOf(config, widget.region), region: widget.region }];
  const regional = [config, ...config.elsewhere];
  const width = Math.floor(widget.width / regional.length);
  if (width < MIN_COLUMNS)
    throw new LimitError(`${path}.width`, `${widget.width} columns shared by ${regional.length} Regions leave ${width} for each, at least ${MIN_COLUMNS} are needed; make it wider, or put eachRegion on its series`);
  return regional.map((one, index) => {
    const { region } = one.environment;
    const shown = sameIn(one);
    const title = shown.title === undefined ? regionTitle(region) : `${shown.title} – ${regionTitle(region)}`;
    return { shown: { ...shown, title, width, x: widget.x + index * width }, config: one, region };
  });
}

/**
 * The series of a widget by id, those with `eachRegion` once for each Region: with the Region after its id, its label, and in
 * metric math after the ids of the series that are shown for each Region too.
 */
export function seriesInEachRegion({ series }: Widget, sameIn: (config: Config) => Widget, config: Config, path: string): ReadonlyMap<string, InRegion<Series>> {
  const written = new Map<string, InRegion<Series>>();
  const add = (id: string, one: InRegion<Series>) => {
    if (written.has(id)) throw new LimitError(`${path}.series.${id}`, 'the id is that of a series shown for each Region; choose another');
    written.set(id, one);
  };
  const inEach = new Set(Object.keys(series).filter((id) => series[id]?.eachRegion));
  for (const [id, one] of Object.entries(series)) {
    if (!one.eachRegion) {
      refuseManyLines(one, inEach, `${path}.series.${id}`);
      add(id, { shown: one, config: configOf(config, one.region), region: one.region });
      continue;
    }
    for (const regional of [config, ...config.elsewhere]) {
      const { region } = regional.environment;
      const same = sameIn(regional).series[id] ?? one;
      const label = `${same.label ?? same.name ?? id} (${region})`;
      const expression = same.expression?.replaceAll(VARIABLES_AND_QUOTED, (word) => (inEach.has(word) ? idIn(word, region) : word));
      add(idIn(id, region), { shown: { ...same, label, ...(expression !== undefined && { expression }) }, config: regional, region });
    }
  }
  return written;
}

const VARIABLES_AND_QUOTED = /"[^"]*"|'[^']*'|\b[a-z]\w*\b/g;

/** The variables of metric math: lower-case words outside of quotes. Functions and keywords are upper-case. */
export function variablesOf(expression: string): string[] {
  return [...new Set((expression.match(VARIABLES_AND_QUOTED) ?? []).filter((word) => /^\w/.test(word)))];
}

function refuseManyLines({ expression = '' }: Series, inEach: ReadonlySet<string>, path: string): void {
  const many = variablesOf(expression).find((id) => inEach.has(id));
  if (many !== undefined) throw new LimitError(`${path}.expression`, `${many} is one line for each Region; set eachRegion: true here too, or list a series with region for each one that is meant`);
}

/** `volume` in us-east-1 is `volumeUsEast1`. */
function idIn(id: string, region: string): string {
  return id + region.split('-').map(capitalized).join('');
}

/** `US East (us-east-1)`: the short name that people use, and the one that AWS does. */
export function regionTitle(region: string): string {
  const [area = '', ...words] = region.split('-').slice(0, -1);
  return `${[area.toUpperCase(), ...words.map(capitalized)].join(' ')} (${region})`;
}

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The config filled in for a Region, where the environment is in it. */
function configOf(config: Config, region: string | undefined): Config {
  return config.elsewhere.find(({ environment }) => environment.region === region) ?? config;
}

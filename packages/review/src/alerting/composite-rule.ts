/** A rule of a composite alarm, as CloudWatch reads it. */
export type AlarmRule =
  | { readonly kind: 'constant'; readonly value: boolean }
  | { readonly kind: 'state'; readonly state: AlarmState; readonly alarm: string }
  | { readonly kind: 'not'; readonly rule: AlarmRule }
  | { readonly kind: 'and' | 'or'; readonly rules: readonly AlarmRule[] }
  | { readonly kind: 'at least'; readonly count: number; readonly rules: readonly AlarmRule[] };

export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

const STATES: readonly AlarmState[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'];
/** Deeper nesting is taken as unreadable, so that a hostile rule cannot exhaust the stack. */
const MAX_DEPTH = 100;
const TOKEN = /\s*(?:"([^"]*)"|([(),])|([^\s(),"]+))/y;

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Reads an AlarmRule; undefined where it is none. */
export function parseAlarmRule(text: string): AlarmRule | undefined {
  const tokens = tokensOf(text.trim());
  if (!tokens) return undefined;
  const reader = new Reader(tokens);
  const rule = reader.either(0);
  return reader.isAtEnd() ? rule : undefined;
}

function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    tokens.push({ text: match[1] ?? match[2] ?? match[3] ?? '', isQuoted: match[1] !== undefined });
  }
  return tokens;
}

/** Reads from left to right: OR binds loosest, then AND, then NOT. */
class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  either(depth: number): AlarmRule | undefined {
    return this.list('or', 'OR', () => this.list('and', 'AND', () => this.single(depth + 1)));
  }

  private list(kind: 'and' | 'or', word: string, read: () => AlarmRule | undefined): AlarmRule | undefined {
    const rules: AlarmRule[] = [];
    do {
      const rule = read();
      if (!rule) return undefined;
      rules.push(rule);
    } while (this.take(word));
    return rules.length === 1 ? rules[0] : { kind, rules };
  }

  private single(depth: number): AlarmRule | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (this.take('NOT')) {
      const rule = this.single(depth + 1);
      return rule && { kind: 'not', rule };
    }
    if (this.take('(')) {
      const rule = this.either(depth);
      return this.take(')') ? rule : undefined;
    }
    if (this.take('TRUE')) return { kind: 'constant', value: true };
    if (this.take('FALSE')) return { kind: 'constant', value: false };
    if (this.take('AT_LEAST')) return this.atLeast();
    const state = this.state();
    return state && this.alarmIn(state);
  }

  private state(): AlarmState | undefined {
    return STATES.find((state) => this.take(state));
  }

  private alarmIn(state: AlarmState): AlarmRule | undefined {
    if (!this.take('(')) return undefined;
    const alarm = this.name();
    return alarm !== undefined && this.take(')') ? { kind: 'state', state, alarm } : undefined;
  }

  // AT_LEAST(2, ALARM, ("a", "b")), or a share such as 50%
  private atLeast(): AlarmRule | undefined {
    if (!this.take('(')) return undefined;
    const amount = this.name();
    const state = this.take(',') ? this.state() : undefined;
    if (amount === undefined || !state || !this.take(',') || !this.take('(')) return undefined;
    const rules: AlarmRule[] = [];
    do {
      const alarm = this.name();
      if (alarm === undefined) return undefined;
      rules.push({ kind: 'state', state, alarm });
    } while (this.take(','));
    const count = amount.endsWith('%') ? Math.ceil((Number(amount.slice(0, -1)) / 100) * rules.length) : Number(amount);
    return this.take(')') && this.take(')') && Number.isFinite(count) ? { kind: 'at least', count, rules } : undefined;
  }

  private name(): string | undefined {
    const token = this.tokens[this.at];
    if (!token || (!token.isQuoted && /^[(),]$/.test(token.text))) return undefined;
    this.at += 1;
    return token.text;
  }

  private take(text: string): boolean {
    const token = this.tokens[this.at];
    if (!token || token.isQuoted || token.text.toUpperCase() !== text) return false;
    this.at += 1;
    return true;
  }
}

/** The rule with each alarm's name replaced. */
export function renameAlarms(rule: AlarmRule, rename: (alarm: string) => string): AlarmRule {
  switch (rule.kind) {
    case 'constant':
      return rule;
    case 'state':
      return { ...rule, alarm: rename(rule.alarm) };
    case 'not':
      return { ...rule, rule: renameAlarms(rule.rule, rename) };
    case 'and':
    case 'or':
    case 'at least':
      return { ...rule, rules: rule.rules.map((inner) => renameAlarms(inner, rename)) };
  }
}

/** Every alarm that the rule names. */
export function alarmsOf(rule: AlarmRule): Set<string> {
  if (rule.kind === 'constant') return new Set();
  if (rule.kind === 'state') return new Set([rule.alarm]);
  return new Set((rule.kind === 'not' ? [rule.rule] : rule.rules).flatMap((inner) => [...alarmsOf(inner)]));
}

/** Alarms whose ALARM helps to raise the composite; those that hold it back by NOT are left out. */
export function raisersOf(rule: AlarmRule, isNegated = false): Set<string> {
  if (rule.kind === 'constant') return new Set();
  if (rule.kind === 'state') return new Set((rule.state === 'ALARM') !== isNegated ? [rule.alarm] : []);
  if (rule.kind === 'not') return raisersOf(rule.rule, !isNegated);
  return new Set(rule.rules.flatMap((inner) => [...raisersOf(inner, isNegated)]));
}

type States = ReadonlyMap<string, AlarmState>;

function isRaised(rule: AlarmRule, states: States): boolean {
  switch (rule.kind) {
    case 'constant':
      return rule.value;
    case 'state':
      return states.get(rule.alarm) === rule.state;
    case 'not':
      return !isRaised(rule.rule, states);
    case 'and':
      return rule.rules.every((inner) => isRaised(inner, states));
    case 'or':
      return rule.rules.some((inner) => isRaised(inner, states));
    case 'at least':
      return rule.rules.filter((inner) => isRaised(inner, states)).length >= rule.count;
  }
}

/** Three states each: 729 combinations at most. */
const MAX_COMPARED = 6;

function* combinations(alarms: readonly string[], gone: ReadonlySet<string>): Generator<States> {
  const count = STATES.length ** alarms.length;
  for (let index = 0; index < count; index += 1) {
    const states = new Map(alarms.map((alarm, place) => [alarm, STATES[Math.floor(index / STATES.length ** place) % STATES.length] ?? 'OK']));
    if (alarms.every((alarm) => !gone.has(alarm) || states.get(alarm) === 'INSUFFICIENT_DATA')) yield states;
  }
}

/** Whether some states of its alarms raise the composite; `gone` alarms have no data. Undefined where there are too many to try. */
export function canFire(rule: AlarmRule, gone: ReadonlySet<string>): boolean | undefined {
  const alarms = [...alarmsOf(rule)];
  if (alarms.length > MAX_COMPARED) return undefined;
  for (const states of combinations(alarms, gone)) if (isRaised(rule, states)) return true;
  return false;
}

/** Whether the new rule stays silent somewhere the old one did not. Undefined where there are too many alarms to try. */
export function firesLess(before: AlarmRule, after: AlarmRule): boolean | undefined {
  const alarms = [...new Set([...alarmsOf(before), ...alarmsOf(after)])];
  if (alarms.length > MAX_COMPARED) return undefined;
  for (const states of combinations(alarms, new Set())) if (isRaised(before, states) && !isRaised(after, states)) return true;
  return false;
}

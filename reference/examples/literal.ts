import type { Json } from './example.ts';

/** How a language writes values. */
export interface Dialect {
  text(value: string): string;
  key(name: string): string;
  readonly words: Readonly<Record<'null' | 'true' | 'false', string>>;
  /** Whether a comma may stand after the last of several lines. */
  readonly endsWithComma: boolean;
  /** How much further in what is inside stands. */
  readonly step: number;
}

const widthMax = 72;

/** A value as a language writes it: on one line where it fits, what is inside further in otherwise. */
export function literal(value: Json, dialect: Dialect, indent = 0): string {
  if (typeof value === 'string') return dialect.text(value);
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value === 'boolean') {
    return dialect.words[String(value) as 'null' | 'true' | 'false'];
  }
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const items = itemsOf(value, dialect, indent + dialect.step);
  if (items.length === 0) return `${open}${close}`;
  const line = items.join(', ');
  const pad = open === '{' && dialect.key('a') === 'a' ? ' ' : '';
  if (!line.includes('\n') && indent + line.length <= widthMax)
    return `${open}${pad}${line}${pad}${close}`;
  const inner = ' '.repeat(indent + dialect.step);
  const last = dialect.endsWithComma ? ',' : '';
  return `${open}\n${inner}${items.join(`,\n${inner}`)}${last}\n${' '.repeat(indent)}${close}`;
}

const itemsOf = (
  value: readonly Json[] | { readonly [name: string]: Json },
  dialect: Dialect,
  indent: number,
): readonly string[] =>
  isList(value)
    ? value.map((item) => literal(item, dialect, indent))
    : Object.entries(value).map(
        ([name, item]) => `${dialect.key(name)}: ${literal(item, dialect, indent)}`,
      );

const isList = (
  value: readonly Json[] | { readonly [name: string]: Json },
): value is readonly Json[] => Array.isArray(value);

/** JSON itself. */
export const json: Dialect = {
  text: (value) => JSON.stringify(value),
  key: (name) => JSON.stringify(name),
  words: { null: 'null', true: 'true', false: 'false' },
  endsWithComma: false,
  step: 2,
};

import type { AnswerOf } from '../../api.ts';

export type Mapping = AnswerOf<'GET /v1/otlp-mappings'>['mappings'][number];
type Taken = NonNullable<Mapping['data']>[string];

/** Where a value is taken from, in words. */
export function takenText(taken: Taken): string {
  if (typeof taken === 'string') return taken;
  if ('resource' in taken) return `${taken.resource} of the resource`;
  if ('scope' in taken) return `${taken.scope} of the scope`;
  if ('field' in taken) return `its ${taken.field}`;
  if ('constant' in taken) return `always “${taken.constant}”`;
  const { attribute, minus = [], otherwise } = taken;
  const less = minus.length === 0 ? '' : ` less ${minus.join(' and ')}`;
  return `${attribute}${less}${otherwise === undefined ? '' : `, or ${otherwise}`}`;
}

/** Who used it, in words. */
export const subjectText = ({ subject }: Mapping): string =>
  [subject]
    .flat()
    .map((one) => takenText(one as Taken))
    .join(', or else ');

/** What a record has to be so that a mapping is for it, in words, one a line. */
export function matchLines({ match, signal }: Mapping): readonly string[] {
  const { names = [], attributes = {}, resource = {}, has = [] } = match;
  const lines = [
    ...(names.length === 0 ? [] : [`is called ${names.join(' or ')}`]),
    ...Object.entries(attributes).map(([name, values]) => `${name} is ${values.join(' or ')}`),
    ...Object.entries(resource).map(
      ([name, values]) => `${name} of the resource is ${values.join(' or ')}`,
    ),
    ...has.map((name) => `has ${name}`),
  ];
  return lines.length === 0 ? [`is any of the ${signal}`] : lines;
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Need,
  type PolicyCondition,
  type PolicyStatement,
  rulesOf,
  verdictOn,
} from '../../local/grants/rules.ts';

const of = (
  effect: PolicyStatement['effect'],
  actions: readonly string[],
  resources: readonly string[],
  conditions: readonly PolicyCondition[] = [],
): PolicyStatement => ({
  effect,
  actions: { anyOf: actions, isNegated: false },
  resources: { anyOf: resources, isNegated: false },
  conditions,
});
const allow = of.bind(undefined, 'Allow');
const deny = of.bind(undefined, 'Deny');
const verdict = (statements: readonly PolicyStatement[], need: Need) =>
  verdictOn(rulesOf(statements), need);

const books = 'arn:aws:dynamodb:eu-west-1:000000000000:table/Books';
const read: Need = { action: 'dynamodb:GetItem', resource: books };

describe('a caller', () => {
  it.each<[string, readonly PolicyStatement[], string]>([
    ['nothing at all', [], 'not allowed'],
    ['this', [allow(['dynamodb:GetItem'], [books])], 'allowed'],
    ['this in other letters', [allow(['DynamoDB:getitem'], [books])], 'allowed'],
    ['another action', [allow(['dynamodb:Query'], [books])], 'not allowed'],
    ['an action that begins so', [allow(['dynamodb:Get'], [books])], 'not allowed'],
    ['another resource', [allow(['dynamodb:GetItem'], [`${books}2`])], 'not allowed'],
    [
      'a resource in other letters',
      [allow(['dynamodb:GetItem'], [books.toLowerCase()])],
      'not allowed',
    ],
    ['an index of it', [allow(['dynamodb:GetItem'], [`${books}/index/*`])], 'not allowed'],
    ['one of several', [allow(['a:B', 'dynamodb:GetItem'], ['x', books])], 'allowed'],
    [
      'the one and the other apart',
      [allow(['dynamodb:GetItem'], ['x']), allow(['a:B'], [books])],
      'not allowed',
    ],
    [
      'all that begins so',
      [allow(['dynamodb:Get*'], ['arn:aws:dynamodb:*:*:table/Books'])],
      'allowed',
    ],
    ['all but for a letter', [allow(['dynamodb:?etItem'], [books.replace('B', '?')])], 'allowed'],
    ['a dot where it has a letter', [allow(['dynamodb:GetIte.'], [books])], 'not allowed'],
    ['everything', [allow(['*'], ['*'])], 'allowed'],
    [
      'everything, and denied this',
      [allow(['*'], ['*']), deny(['dynamodb:Get*'], ['*'])],
      'denied',
    ],
    ['denied another', [allow(['*'], ['*']), deny(['dynamodb:PutItem'], ['*'])], 'allowed'],
  ])('that is allowed %s', (_, statements, expected) => {
    expect(verdict(statements, read)).toBe(expected);
  });

  it('is allowed all but what a negated list has', () => {
    const allButPuts: PolicyStatement = {
      ...allow([], ['*']),
      actions: { anyOf: ['dynamodb:Put*'], isNegated: true },
    };

    expect(verdict([allButPuts], read)).toBe('allowed');
    expect(verdict([allButPuts], { ...read, action: 'dynamodb:PutItem' })).toBe('not allowed');
  });
});

describe('a condition', () => {
  const under = (
    operator: PolicyCondition['operator'],
    key: string,
    ...values: readonly string[]
  ) => [allow(['*'], ['*'], [{ operator, key, values }])];
  const put: Need = { action: 's3:PutObject', resource: 'x', context: { 's3:if-none-match': '*' } };
  const plain: Need = { action: 's3:PutObject', resource: 'x' };
  const keyed = (...keys: readonly string[]): Need => ({
    ...{ action: 'dynamodb:Query', resource: 'x', context: { 'dynamodb:LeadingKeys': keys } },
  });

  it.each([
    [
      'of a header that is there',
      under('StringEquals', 's3:if-none-match', 'a', '*'),
      put,
      'allowed',
    ],
    [
      'of a header that is another',
      under('StringEquals', 's3:if-none-match', 'a'),
      put,
      'not allowed',
    ],
    [
      'of a header that is not there',
      under('StringEquals', 's3:if-none-match', '*'),
      plain,
      'not allowed',
    ],
    ['that there is none', under('Null', 's3:if-none-match', 'true'), plain, 'allowed'],
    [
      'that there is none, and there is',
      under('Null', 's3:if-none-match', 'true'),
      put,
      'not allowed',
    ],
    ['that there is one', under('Null', 's3:if-none-match', 'false'), put, 'allowed'],
    [
      'of TLS, which every call has on AWS',
      under('Bool', 'aws:SecureTransport', 'true'),
      plain,
      'allowed',
    ],
    ['of no TLS', under('Bool', 'aws:SecureTransport', 'false'), plain, 'not allowed'],
    ['of an old TLS', under('NumericLessThan', 's3:TlsVersion', '1.2'), plain, 'not allowed'],
    [
      'of a TLS before a new one',
      under('NumericLessThan', 's3:TlsVersion', '1.4'),
      plain,
      'allowed',
    ],
    [
      'of keys that are all like one',
      under('ForAllValues:StringLike', 'dynamodb:LeadingKeys', '["days",*'),
      keyed('["days","acme"]', '["days","zine"]'),
      'allowed',
    ],
    [
      'of keys of which one is like none',
      under('ForAllValues:StringLike', 'dynamodb:LeadingKeys', '["days",*'),
      keyed('["days","acme"]', '["salts","acme"]'),
      'not allowed',
    ],
  ])('%s', (_, statements, need, expected) => {
    expect(verdict(statements, need)).toBe(expected);
  });

  it('must hold with all others', () => {
    const both = [
      allow(
        ['*'],
        ['*'],
        [
          { operator: 'Bool', key: 'aws:SecureTransport', values: ['true'] },
          { operator: 'Null', key: 's3:if-none-match', values: ['true'] },
        ],
      ),
    ];

    expect([verdict(both, plain), verdict(both, put)]).toEqual(['allowed', 'not allowed']);
  });
});

/** IAM's wildcards, told letter by letter. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first, rest] = [pattern[0], pattern.slice(1)];
  if (first === '*') return matches(rest, text) || (text !== '' && matches(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && matches(rest, text.slice(1));
}

const letters = (alphabet: string) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength: 6 }).map((list) => list.join(''));
const statement = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  actions: fc.record({
    anyOf: fc.array(letters('ab*?'), { minLength: 1, maxLength: 2 }),
    isNegated: fc.boolean(),
  }),
  resources: fc.record({
    anyOf: fc.array(letters('ab.+*?'), { minLength: 1, maxLength: 2 }),
    isNegated: fc.boolean(),
  }),
  conditions: fc.constant([]),
});
const statements = fc.array(statement, { maxLength: 4 });
const need = fc.record({ action: letters('ab'), resource: letters('ab.+') });

describe('whatever the statements are', () => {
  it('what is denied is denied, what is allowed by none is not allowed, and all else is allowed', () => {
    fc.assert(
      fc.property(statements, need, (all, asked) => {
        const covers = ({ anyOf, isNegated }: PolicyStatement['actions'], text: string): boolean =>
          anyOf.some((pattern) => matches(pattern, text)) !== isNegated;
        const those = all.filter(
          ({ actions, resources }) =>
            covers(actions, asked.action) && covers(resources, asked.resource),
        );
        const effects = new Set(those.map(({ effect }) => effect));
        const expected = effects.has('Deny')
          ? 'denied'
          : effects.has('Allow')
            ? 'allowed'
            : 'not allowed';

        expect(verdict(all, asked)).toBe(expected);
        expect(verdict(all.toReversed(), asked)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

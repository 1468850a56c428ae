import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { App, Duration } from 'aws-cdk-lib';
import type { FarthingProps } from '../../lib/farthing-props.ts';
import {
  asProps,
  deploymentOf,
  settingsOfProps,
  settingsOfStack,
} from '../../lib/settings/settings.ts';

const source = readFileSync(new URL('../../lib/farthing-props.ts', import.meta.url), 'utf8');

/** What the comment of each prop says that it is where it is left out. */
const said = [...source.matchAll(/@default (.+)\n {3}\*\/\n {2}readonly (\w+)\?:/g)].map(
  ([, text = '', name = '']) => [name, text] as const,
);

/** In milliseconds, as two Durations of one length may differ within. */
const comparable = (value: unknown): unknown =>
  value instanceof Duration ? value.toMilliseconds() : value;

const words: Readonly<Record<string, unknown>> = {
  ...{
    true: true,
    false: false,
    '- none': [],
    '- nobody': undefined,
    '- none are kept': undefined,
  },
  '1 key from 1970 on': [{ from: '1970-01-01T00:00:00Z' }],
};

/** What the words after `@default` mean. */
function meant(text: string): unknown {
  const [, unit = '', amount = ''] = /^Duration\.(days|minutes|seconds)\((\d+)\)/.exec(text) ?? [];
  if (unit !== '') return Duration[unit as 'days' | 'minutes' | 'seconds'](Number(amount));
  const [, quoted] = /^'(.+)'$/.exec(text) ?? [];
  if (quoted !== undefined) return quoted;
  const [, number] = /^(\d+)(?:,|$)/.exec(text) ?? [];
  if (number !== undefined) return Number(number);
  const [, shards, year = ''] = /^(\d+) logs from (\d{4}) on$/.exec(text) ?? [];
  if (shards !== undefined) return [{ from: `${year}-01-01T00:00:00Z`, shards: Number(shards) }];
  if (Object.hasOwn(words, text)) return words[text];
  throw new Error(`say a default as those of other props are said, got ${text}`);
}

describe('the comment of a prop', () => {
  const defaults = asProps(settingsOfProps({}));

  it('says of each what it is where it is left out', () => {
    expect(said.map(([name]) => name).toSorted()).toEqual(Object.keys(defaults).toSorted());
  });

  it.each(said)('says the default of %s: %s', (name, text) => {
    const byDefault = defaults[name as keyof typeof defaults];

    expect(comparable(meant(text))).toEqual(comparable(byDefault));
  });
});

const manyLong = Array.from(
  { length: 5 },
  (_, n) => `https://${`${'a'.repeat(60)}.`.repeat(4)}d${n}`,
);

describe('the settings', () => {
  const settingsWith = (context: Readonly<Record<string, unknown>>) => {
    const { node } = new App({ context });
    return { ...settingsOfStack(node, {}), deployment: deploymentOf(node) };
  };

  it.each([
    ['eventsWindowSeconds', 'soon', 'a whole number from 0 to 300, got "soon"'],
    ['eventsWindowSeconds', '301', 'a whole number from 0 to 300, got "301"'],
    ['touchedDelaySeconds', '1.5', 'a whole number from 0 to 900, got "1.5"'],
    ['touchedDelaySeconds', -1, 'a whole number from 0 to 900, got -1'],
    ['aggregateConcurrencyMax', '1', 'a whole number from 2 to 1000, got "1"'],
    ['billingConcurrencyMax', 1, 'a whole number from 2 to 8, got 1'],
    ['stackName', '1st', 'a letter, then letters, digits and hyphens, 128 at most, got "1st"'],
    ['terminationProtection', 'no', 'true or false, got "no"'],
    ['tags', '{"aws:x":"1"}', 'a JSON object of up to 40 tags'],
    ['tags', '[]', 'a JSON object of up to 40 tags'],
    ['tags', { team: 1 }, 'a JSON object of up to 40 tags'],
    ['keyMode', 'production', 'live or test, got "production"'],
    ['alarmEmail', 'ops', 'an email address, got "ops"'],
    ['runbook', 'docs/runbook.md#errors', 'a path or a URL without a fragment, got'],
    ['corsOrigins', '*', 'up to 20 origins in lower case'],
    ['corsOrigins', 'https://app.example.com/', 'without a path'],
    ['corsOrigins', 'http://app.example.com', 'such as https://app.example.com'],
    ['corsOrigins', ['https://App.example.com'], 'up to 20 origins in lower case'],
    ['corsOrigins', { origin: 'https://app.example.com' }, 'up to 20 origins in lower case'],
    ['corsOrigins', 'https://app.example.com:443', 'without a port that is the default'],
    ['corsOrigins', 'http://localhost:80', 'without a port that is the default'],
    ['corsOrigins', 'https://app.example.com:08443', 'as browsers send them'],
    ['corsOrigins', 'https://app.example.com:70000', 'as browsers send them'],
    ['corsOrigins', 'https://-app.example.com', 'as browsers send them'],
    ['corsOrigins', 'https://app..example.com', 'as browsers send them'],
    ['corsOrigins', 'https://10.1', 'as browsers send them'],
    ['corsOrigins', 'https://10.0.0.256', 'as browsers send them'],
    ['corsOrigins', `https://${'a'.repeat(64)}.example`, 'as browsers send them'],
    ['corsOrigins', manyLong, 'of 1000 characters together'],
    ['pseudonymsFrom', '2027-02-31T00:00:00Z', 'a time in UTC'],
    ['pseudonymsFrom', '2027-01-01T24:00:00Z', 'a time in UTC'],
    ['pseudonymsFrom', '2027-01-01', 'a time in UTC'],
    ['logRetentionDays', '31', 'one of 1, 3, 5, 7, 14, 30'],
    ['shardEpochs', '[', 'a JSON array of {"from"'],
    ['shardEpochs', [], 'a JSON array of {"from"'],
    ['shardEpochs', [{ from: '1970-01-01T00:00:00Z', shards: 3 }], 'a power of two up to 64'],
    ['shardEpochs', [{ from: '1970-01-01T00:00:00Z', shards: 128 }], 'a power of two up to 64'],
    ['shardEpochs', [{ from: '2026-01-01T00:00:00Z', shards: 4 }], 'the first from 1970'],
    [
      'shardEpochs',
      [
        { from: '1970-01-01T00:00:00Z', shards: 4 },
        { from: '1970-01-01T00:00:00Z', shards: 8 },
      ],
      'each later than the one before',
    ],
    [
      'shardEpochs',
      [
        { from: '1970-01-01T00:00:00Z', shards: 4 },
        { from: '2027-01-01T00:30:00Z', shards: 8 },
      ],
      'on the hour',
    ],
    [
      'shardEpochs',
      [
        { from: '1970-01-01T00:00:00Z', shards: 4 },
        { from: '2027-02-29T00:00:00Z', shards: 8 },
      ],
      'a JSON array of {"from"',
    ],
    [
      'shardEpochs',
      Array.from({ length: 21 }, (_, hour) => ({
        from: new Date(hour * 3_600_000).toISOString().replace('.000', ''),
        shards: 4,
      })),
      '20 at most',
    ],
  ])('refuse %s = %j', (name, given, message) => {
    const key = `farthing:${name}`;

    expect(() => settingsWith({ [key]: given })).toThrow(`set ${key} to `);
    expect(() => settingsWith({ [key]: given })).toThrow(message);
  });

  it('refuse of a program what they do not have, and say of what it gives and of the context what each calls it', () => {
    const { node } = new App({ context: { 'farthing:eventMaxAgeDays': 60 } });
    const misspelt = { touchedDelays: Duration.seconds(1) } as FarthingProps;

    expect(() => settingsOfStack(node, misspelt)).toThrow('got the unknown touchedDelays');
    expect(() => settingsOfStack(node, {})).toThrow(
      'set farthing:logReachDays to at least 81, got 70',
    );
    expect(() => settingsOfStack(node, { logReach: Duration.days(80) })).toThrow(
      'set logReach to at least 81 days, got 80 days',
    );
  });
});

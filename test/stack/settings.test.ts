import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { App, Duration } from 'aws-cdk-lib';
import { FarthingStack } from '../../lib/farthing-stack.ts';
import type { Group } from '../../lib/settings/setting.ts';
import { deploymentOf, groups, settingsOfStack } from '../../lib/settings/settings.ts';
import { aStack, resourcesOf } from './a-stack.ts';
import type { Resource } from './resource.ts';
import { at, functionsOf, nameIn, ofType, resources, targetOf, theOnly } from './synthesized.ts';

jest.setTimeout(60_000);

const runbook = 'https://example.com/farthing/runbook';
const monetized = { tenant: 'acme', from: '2026-11-01T00:00:00Z', currency: 'USD' };
/** Of a stack in which all of this is set otherwise: to synthesize one for each setting takes seconds. */
const otherwise = resourcesOf(
  aStack({
    'farthing:touchedDelaySeconds': 7,
    'farthing:eventMaxAgeDays': 10,
    'farthing:eventMaxLeadSeconds': 60,
    'farthing:logReachDays': 40,
    'farthing:keyMode': 'test',
    'farthing:pseudonymsFrom': '2027-01-01T00:00:00Z',
    'farthing:documentYears': 8,
    'farthing:receiptsSigned': 'captured',
    'farthing:logHost': 'billing.example.com',
    'farthing:wafMonetized': JSON.stringify([monetized]),
    'farthing:marketplaceTenant': 'acme',
    'farthing:shardEpochs': '[{"from":"1970-01-01T00:00:00Z","shards":8}]',
    'farthing:aggregateConcurrencyMax': 5,
    'farthing:totalConcurrencyMax': 6,
    'farthing:billingConcurrencyMax': 7,
    'farthing:documentsConcurrencyMax': 8,
    'farthing:tags': '{"team":"billing"}',
    'farthing:alarmEmail': 'ops@example.com',
    'farthing:runbook': runbook,
  }),
);

const settingsWith = (context: Readonly<Record<string, unknown>>) => {
  const { node } = new App({ context });
  return { ...settingsOfStack(node, {}), deployment: deploymentOf(node) };
};

describe('the settings', () => {
  it('make usage visible within a minute by default', () => {
    const { aggregation, totals } = settingsWith({});

    const waiting = aggregation.eventsWindow
      .plus(aggregation.touchedDelay)
      .plus(totals.touchedWindow)
      .toSeconds();

    expect(waiting).toBeLessThanOrEqual(55);
  });

  it('are read from text, as the command line gives them', () => {
    const { aggregation } = settingsWith({ 'farthing:touchedDelaySeconds': '1' });

    expect(aggregation.touchedDelay.toSeconds()).toBe(1);
  });

  it('are read from numbers, as cdk.json gives them', () => {
    const { aggregation } = settingsWith({ 'farthing:touchedDelaySeconds': 0 });

    expect(aggregation.touchedDelay.toSeconds()).toBe(0);
  });

  it('take shard epochs as JSON', () => {
    const epochs = [
      { from: '1970-01-01T00:00:00Z', shards: 4 },
      { from: '2027-01-01T00:00:00Z', shards: 16 },
    ];

    const { aggregation } = settingsWith({ 'farthing:shardEpochs': JSON.stringify(epochs) });

    expect(aggregation.shardEpochs).toEqual(epochs);
  });

  it.each([
    ['https://a.example,http://localhost:5173', ['https://a.example', 'http://localhost:5173']],
    [['https://a.example:8443', 'https://a.example:8443'], ['https://a.example:8443']],
  ])('read origins %j', (given, origins) => {
    expect(settingsWith({ 'farthing:corsOrigins': given }).http.corsOrigins).toEqual(origins);
  });

  it('refuse a name they do not have, and list those they have', () => {
    expect(() => settingsWith({ 'farthing:freshness': 1 })).toThrow(
      /^set one of farthing:eventMaxAgeDays, .*, got the unknown farthing:freshness$/,
    );
  });

  it('refuse more than ten messages without a window, as SQS does', () => {
    expect(() => aStack({ 'farthing:eventsWindowSeconds': 0 })).toThrow(
      /^set farthing:eventsWindowSeconds to at least 1/,
    );
  });

  it('allow ten messages without a window', () => {
    const stack = aStack({ 'farthing:eventsWindowSeconds': 0, 'farthing:eventsBatchSize': 10 });

    const sources = ofType(resourcesOf(stack), 'AWS::Lambda::EventSourceMapping');

    expect(sources.find(([, { Properties }]) => Properties['BatchSize'] === 10)).toBeDefined();
  });

  it('refuse logs that do not reach back to the oldest event that could still arrive', () => {
    expect(() => aStack({ 'farthing:logReachDays': 55 })).toThrow(
      /^set farthing:logReachDays to at least 56, got 55/,
    );
  });

  it('may be given by the program that makes the stack, which wins over the context', () => {
    const app = new App({
      context: { 'aws:cdk:bundling-stacks': [], 'farthing:touchedDelaySeconds': 10 },
    });
    const stack = new FarthingStack(app, 'Farthing', {
      settings: { touchedDelay: Duration.seconds(20) },
    });

    expect(variableOf(resourcesOf(stack), 'AggregateUsage', 'TOUCHED_DELAY_SECONDS')).toBe('20');
  });
});

describe('what AWS WAF takes', () => {
  const reading = (all: ReadonlyMap<string, Resource>) =>
    functionsOf(all).flatMap(([name, , resource]) => (name === 'ReadMonetized' ? [resource] : []));

  it('is read by a function of its own where that is set, and nothing of it is there otherwise', () => {
    const [own] = reading(otherwise);
    const ofDefault = [...resources.keys()].filter((id) => id.includes('Monetized'));

    expect(JSON.parse(String(at(own, 'Environment.Variables.MONETIZED')))).toEqual([monetized]);
    expect(ofDefault).toEqual([]);
  });

  it('may be listed by that function alone, which runs after all that read the books were deployed', () => {
    const [own] = reading(otherwise);
    const listing = ofType(otherwise, 'AWS::IAM::Role').filter(([, { Properties }]) =>
      JSON.stringify(Properties['Policies'] ?? '').includes('wafv2:ListSettlementRecords'),
    );

    expect(listing.map(([id]) => id)).toEqual([expect.stringMatching(/^MonetizedReadMonetized/)]);
    expect(own?.DependsOn).toEqual(
      expect.arrayContaining([expect.stringMatching(/ServeBooksHandler/)]),
    );
  });
});

describe('a deployment', () => {
  it('is called Farthing, and cannot be deleted by mistake', () => {
    const { stackName, terminationProtection, tags } = aStack();

    expect([stackName, terminationProtection]).toEqual(['Farthing', true]);
    expect(tags.tagValues()).toEqual({});
  });

  it('is another stack under another name, whose resources have the same ids', () => {
    const stack = aStack({
      'farthing:stackName': 'Farthing-Test',
      'farthing:terminationProtection': 'false',
    });

    expect([stack.stackName, stack.terminationProtection]).toEqual(['Farthing-Test', false]);
    expect([...resourcesOf(stack).keys()]).toEqual([...resources.keys()]);
  });

  it('gives its tags to what it holds', () => {
    const functions = ofType(otherwise, 'AWS::Lambda::Function');

    expect(functions).not.toHaveLength(0);
    for (const [, { Properties }] of functions) {
      expect(Properties['Tags']).toEqual([{ Key: 'team', Value: 'billing' }]);
    }
  });

  it('has each queue worked off by as few functions at once as Lambda takes', () => {
    const sources = ofType(resources, 'AWS::Lambda::EventSourceMapping');
    const concurrency = sources.map(([, source]) =>
      Number(at(source, 'ScalingConfig.MaximumConcurrency')),
    );

    expect(new Set(concurrency)).toEqual(new Set([2]));
  });

  it.each([
    ['aggregateConcurrencyMax', 5, 'AggregateUsage'],
    ['totalConcurrencyMax', 6, 'TotalUsage'],
    ['billingConcurrencyMax', 7, 'RunBilling'],
    ['documentsConcurrencyMax', 8, 'StoreDocuments'],
  ])('has as many at once as %s says', (_, set, consumer) => {
    const sources = ofType(otherwise, 'AWS::Lambda::EventSourceMapping');
    const of = sources.filter(
      ([, source]) => at(source, 'ScalingConfig.MaximumConcurrency') === set,
    );

    expect(of.map(([, source]) => nameIn(targetOf(at(source, 'FunctionName'))))).toEqual([
      consumer,
    ]);
  });
});

describe('docs/settings.md', () => {
  const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');

  it.each(Object.entries(groups))(
    'has what the program knows of the settings of %s',
    (name, group) => {
      const [, section = ''] = page.split(`\n## ${name[0]?.toUpperCase()}${name.slice(1)}\n`);

      expect(tablesIn(section.split('\n## ')[0] ?? '')).toEqual(rowsOf(group));
    },
  );

  it('has no setting that the program does not know', () => {
    const known = Object.values<Group>(groups).flatMap(rowsOf);

    expect(tablesIn(page)).toEqual(known);
  });
});

/** A row of the page for each setting. */
const rowsOf = (group: Group): readonly string[] =>
  Object.values(group).map(
    ({ key, kind, does }) => `| \`${key}\` | ${kind.byDefault} | ${kind.takes} | ${does} |`,
  );

const tablesIn = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.startsWith('| `farthing:'));

describe('settings of alarms', () => {
  it('name the address that they are sent to', () => {
    const [, subscription] = theOnly(otherwise, 'AWS::SNS::Subscription');

    expect(subscription.Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
  });
});

describe('the runbook', () => {
  it('is where its setting says, so that the link of an alarm works in a message', () => {
    const alarms = ofType(otherwise, 'AWS::CloudWatch::Alarm');

    expect(alarms).not.toHaveLength(0);
    for (const [, { Properties }] of alarms) {
      expect(Properties['AlarmDescription']).toContain(`: ${runbook}#`);
    }
  });
});

describe('a setting reaches the function it is for', () => {
  it.each([
    ['AggregateUsage', 'TOUCHED_DELAY_SECONDS', '7'],
    ['AggregateUsage', 'LOG_REACH_SECONDS', '3456000'],
    ['AggregateUsage', 'SHARD_EPOCHS', '[{"from":"1970-01-01T00:00:00Z","shards":8}]'],
    ['IngestEvents', 'EVENT_MAX_AGE_SECONDS', '864000'],
    ['RunBilling', 'EVENT_MAX_AGE_SECONDS', '864000'],
    ['ServeInvoices', 'EVENT_MAX_AGE_SECONDS', '864000'],
    ['ServeRuns', 'EVENT_MAX_AGE_SECONDS', '864000'],
    ['IngestEvents', 'EVENT_MAX_LEAD_SECONDS', '60'],
    ['IssueKeys', 'KEY_MODE', 'test'],
    ['ServeSpend', 'RECEIPTS_SIGNED', 'captured'],
    ['AggregateUsage', 'PSEUDONYMS_FROM', '2027-01-01T00:00:00Z'],
    ['ServeCatalog', 'PSEUDONYMS_FROM', '2027-01-01T00:00:00Z'],
    ['QueryUsage', 'PSEUDONYMS_FROM', '2027-01-01T00:00:00Z'],
    ['ServePayers', 'DOCUMENT_YEARS', '8'],
  ])('%s: %s=%s', (name, variable, value) => {
    expect(variableOf(otherwise, name, variable)).toBe(value);
  });
});

function variableOf(all: ReadonlyMap<string, Resource>, name: string, variable: string): unknown {
  const found = functionsOf(all).find(([known]) => known === name);
  return at(found?.[2], `Environment.Variables.${variable}`);
}

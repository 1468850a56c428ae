import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Farthing } from '../../lib/farthing.ts';
import type { FarthingProps } from '../../lib/farthing-props.ts';
import type { Resource, SynthesizedTemplate } from './resource.ts';
import { at, functionsOf, ofType, resources, template } from './synthesized.ts';

jest.setTimeout(60_000);

/** An app of somebody else, without our feature flags. */
const anApp = (): App => new App({ context: { 'aws:cdk:bundling-stacks': [] } });

const synthesized = (stack: Stack): Partial<SynthesizedTemplate> =>
  Template.fromStack(stack).toJSON() as Partial<SynthesizedTemplate>;

/** They are in somebody's account: this list only ever grows. */
const deployedIds: readonly string[] = [
  'MeteringAccessAudit64B36431',
  'MeteringAccessBuckets7B6957B1',
  'MeteringAccessKeysB370934D',
  'MeteringAggregationQuarantine7F1759C8',
  'MeteringAggregationSaltsTable078CB44E',
  'MeteringAggregationUsageLogE54DD5B6',
  'MeteringBillingBillingRuns55FCF4BD',
  'MeteringBillingBooks7E57C6FF',
  'MeteringBillingBooksCells39284E15',
  'MeteringBillingDocumentsBucket91D8E60C',
  'MeteringCatalogF2AA0C0D',
  'MeteringExportsTable6A02A2F6',
  'MeteringPagesBucket09F4E77B',
  'MeteringPayeesTable044658B7',
  'MeteringRailsTableF442BB3C',
  'MeteringSpendKept2705AC9C',
  'MeteringSpendLogE9C5327C',
  'MeteringTotals1770DBC6',
  'MeteringTransparencyTableB557BDC6',
  'MeteringWebhooksTableF08D2685',
];

describe('a Farthing in the stack of an app', () => {
  let shop: Stack;
  let farthing: Farthing;
  let shops: Partial<SynthesizedTemplate>;
  let found: ReadonlyMap<string, Resource>;
  beforeAll(() => {
    const app = anApp();
    shop = new Stack(app, 'Shop');
    farthing = new Farthing(shop, 'Metering', {
      touchedDelay: Duration.seconds(20),
      alarmEmail: 'ops@example.com',
    });
    const operators = new Role(shop, 'Operators', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    });
    farthing.grantIssueKeys(operators);
    shops = synthesized(shop);
    found = new Map(Object.entries(shops.Resources ?? {}));
  });

  it('has all that the stack of its own has', () => {
    const typesOf = (all: ReadonlyMap<string, Resource>) =>
      [...all.values()].map(({ Type }) => Type).toSorted();
    const added = ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::SNS::Subscription'];

    expect(typesOf(found)).toEqual([...typesOf(resources), ...added].toSorted());
  });

  it('keeps the logical ids of what holds data, because another id is another, empty one', () => {
    const stateful = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket'].flatMap((type) =>
      ofType(found, type).map(([id]) => id),
    );

    expect(stateful.toSorted()).toEqual(deployedIds);
  });

  it('takes its settings from props', () => {
    const [, , aggregateUsage] =
      functionsOf(found).find(([name]) => name === 'AggregateUsage') ?? [];

    expect(at(aggregateUsage, 'Environment.Variables.TOUCHED_DELAY_SECONDS')).toBe('20');
  });

  it('lets whoever is granted it make keys', () => {
    const policies = ofType(found, 'AWS::IAM::Policy').filter(([id]) => id.startsWith('Operators'));

    expect(JSON.stringify(policies)).toContain('lambda:InvokeFunction');
    expect(JSON.stringify(policies)).toContain('MeteringAccessIssueKeys');
  });

  it('says where it is, and what its parts are called, and puts no outputs into the stack', () => {
    expect(Object.keys(farthing.outputs).toSorted()).toEqual(
      Object.keys(template.Outputs).toSorted(),
    );
    expect(farthing.url).toBe(farthing.outputs.ApiUrl);
    expect(farthing.alarmTopic.topicArn).toBe(farthing.outputs.AlarmTopicArn);
    expect(shops.Outputs).toBeUndefined();
  });

  it('has metrics of its own, beside another in the same stack, too', () => {
    const other = new Farthing(shop, 'Other');

    const namespaces = [farthing, other].map(({ metricsNamespace }) =>
      JSON.stringify(shop.resolve(metricsNamespace)),
    );

    expect(new Set(namespaces).size).toBe(2);
  });
});

describe('props that do not fit', () => {
  const made = (props: FarthingProps) => () =>
    new Farthing(new Stack(anApp(), 'Shop'), 'Metering', props);

  it.each<[FarthingProps, string]>([
    [
      { eventsWindow: Duration.millis(1_500) },
      'set eventsWindow to a Duration of whole seconds from 0 to 300, such as Duration.seconds(300), got 1 second 500 millis',
    ],
    [
      { logReach: Duration.days(55) },
      'set logReach to at least 56 days, got 55 days: an event may be 35 days old',
    ],
    [
      { eventMaxAge: Duration.days(3_651) },
      'set eventMaxAge to a Duration of whole days from 1 to 3650, such as Duration.days(3650), got 3651 days',
    ],
    [{ totalConcurrencyMax: 1 }, 'set totalConcurrencyMax to a whole number from 2 to 1000, got 1'],
    [
      { eventsWindow: Duration.seconds(0) },
      'set eventsWindow to at least 1 second, or eventsBatchSize to at most 10, got 1000',
    ],
    [
      { front: 'both', requestRateMax: 150 },
      'set requestRateMax to whole hundreds up to 1000 or whole thousands up to 10000 with front',
    ],
    [
      { logRetention: Duration.days(31) },
      'set logRetention to a Duration of one of 1, 3, 5, 7, 14, 30',
    ],
    [{ logRetention: Duration.hours(36) }, 'such as Duration.days(30), got 1 day 12 hours'],
    [
      { corsOrigins: ['https://app.example.com:443'] },
      'set corsOrigins to up to 20 origins in lower case',
    ],
    [{ pseudonymsFrom: '2027-02-31T00:00:00Z' }, 'set pseudonymsFrom to a time in UTC such as'],
  ])('are refused: %j', (props, message) => {
    expect(made(props)).toThrow(message);
  });

  it.each(['eventMaxLead', 'eventsSilenceMax', 'eventMaxAge', 'logRetention', 'touchedDelay'])(
    'are refused where %s is a number without a unit, as who writes no TypeScript may give it',
    (name) => {
      const plain = { [name]: 30 } as FarthingProps;

      expect(made(plain)).toThrow(new RegExp(`^set ${name} to a Duration of .*, got 30$`));
    },
  );

  it('are refused whatever they are', () => {
    const large = { documentYears: 10n } as unknown as FarthingProps;

    expect(made(large)).toThrow('set documentYears to a whole number from 0 to 30, got 10');
  });

  it('are refused where no setting is called so', () => {
    const misspelt = { touchedDelays: Duration.seconds(1) } as FarthingProps;

    expect(made(misspelt)).toThrow(/^set one of eventMaxAge, .*, got the unknown touchedDelays$/);
  });
});

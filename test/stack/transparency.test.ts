import { describe, expect, it } from '@jest/globals';
import { environment } from '../../functions/publish-log/environment.ts';
import { settingsOfProps } from '../../lib/settings/settings.ts';
import { grantsIn, type Statement } from './granted.ts';
import { aLogKey, aPolicy } from './resource.ts';
import { at, ofType, resources, withBothFronts } from './synthesized.ts';

const own = (type: string) =>
  ofType(withBothFronts, type).filter(([id]) => id.startsWith('Transparency'));
const variablesOf = (found: typeof resources, name: string) => {
  const [, resource] =
    ofType(found, 'AWS::Lambda::Function').find(([id]) => id.startsWith(`Transparency${name}`)) ??
    [];
  return at(resource, 'Environment.Variables') as Readonly<Record<string, unknown>> | undefined;
};

function grantsOf(name: string) {
  const [, role] = own('AWS::IAM::Role').find(([id]) => id.startsWith(`Transparency${name}`)) ?? [];
  const policies = (at(role, 'Policies') ?? []) as readonly {
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
  return grantsIn(policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement));
}

describe('public logs', () => {
  it('are kept where they have a name, and have nothing but their table where they have none', () => {
    const none = [...resources].filter(([id]) => id.startsWith('Transparency'));

    expect(none.map(([, { Type }]) => Type).toSorted()).toEqual([
      'AWS::DynamoDB::GlobalTable',
      'AWS::IAM::Role',
      'AWS::Lambda::Function',
      'AWS::Logs::LogGroup',
    ]);
    expect(variablesOf(resources, 'ServeProofs')).toMatchObject({
      LOG_HOST: 'none',
      LOG_KEY: 'none',
    });
    expect(variablesOf(withBothFronts, 'ServeProofs')).toMatchObject({
      LOG_HOST: 'billing.example.com',
    });
  });

  it('are signed with a key of their own, which stays when the stack goes', () => {
    const [[, key] = []] = own('AWS::KMS::Key');

    expect(key).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(key?.Properties).toMatchObject({
      ...{ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
    });
  });

  it('are written by a function that may write neither to the books nor to the usage log', () => {
    expect(grantsOf('PublishLog')).toEqual({
      'its log': 'CreateLogStream PutLogEvents',
      Books: 'GetItem Query',
      Catalog: 'Query',
      Logs: 'BatchGetItem GetItem PutItem Query',
      SpendKept: 'Query',
      Totals: 'Query',
      UsageLog: 'Query',
      documents: 'ListBucket',
      'key of logs': 'GetPublicKey Sign',
      'objects in documents': 'GetObject PutObject',
    });
    expect(Object.keys(variablesOf(withBothFronts, 'PublishLog') ?? {}).toSorted()).toEqual(
      [...environment, 'METRICS_NAMESPACE', 'NODE_OPTIONS'].toSorted(),
    );
  });

  it('are served by a function that signs none: what it signs and remembers is of the logs of others', () => {
    expect(grantsOf('ServeProofs')).toEqual({
      'its log': 'CreateLogStream PutLogEvents',
      ...{ Books: 'GetItem Query', BooksCells: 'BatchGetItem PutItem' },
      // The prices that a month was closed under go with the proof of its invoice.
      Catalog: 'GetItem',
      UsageLog: 'Query',
      Buckets: 'GetItem PutItem',
      Logs: 'BatchGetItem GetItem Query',
      'Logs at ["witnessed",*': 'PutItem',
      documents: 'ListBucket',
      'key of logs': 'GetPublicKey',
      'key of the witness': 'GetPublicKey Sign',
      'objects in documents': 'GetObject',
    });
  });

  it('are written every ten minutes, and an alarm tells where nothing is for an hour', () => {
    const [[, schedule] = []] = own('AWS::Scheduler::Schedule');
    const alarms = own('AWS::CloudWatch::Alarm');
    const [, silent] = alarms.find(([id]) => id.includes('LogRunsMissing')) ?? [];

    expect(at(schedule, 'ScheduleExpression')).toBe('cron(3,13,23,33,43,53 * * * ? *)');
    expect(silent?.Properties).toMatchObject({
      ...{ MetricName: 'Invocations', Period: 900, EvaluationPeriods: 4 },
      TreatMissingData: 'breaching',
    });
    expect(alarms.some(([id]) => id.includes('LogBehind'))).toBe(true);
  });

  it('are cosigned by the witnesses of a policy, and alarms tell where they are not', () => {
    const alarms = own('AWS::CloudWatch::Alarm').map(([id]) => id);

    for (const name of ['PublishLog', 'ServeProofs'])
      expect(variablesOf(withBothFronts, name)).toMatchObject({ LOG_POLICY: aPolicy });
    for (const name of ['LogUncosigned', 'LogForked', 'ForksWitnessed'])
      expect([name, alarms.some((id) => id.includes(name))]).toEqual([name, true]);
    expect(variablesOf(withBothFronts, 'ServeProofs')).toMatchObject({ WITNESSED_LOGS: aLogKey });
    expect(variablesOf(resources, 'ServeProofs')).toMatchObject({
      ...{ LOG_POLICY: 'none', WITNESS_KEY: 'none', WITNESSED_LOGS: 'none' },
    });
  });

  it.each([
    ['a policy without a quorum', { logPolicy: aPolicy.split('\n')[0] }, 'quorum NAME'],
    ['a witness without an address', { logPolicy: aPolicy.replace(/ https:.*/, '') }, 'https URL'],
    ['plain HTTP', { logPolicy: aPolicy.replace('https:', 'http:') }, 'https URL'],
    ['what is no key', { witnessedLogs: ['x'] }, 'the keys of logs'],
    ['the key of a witness', { witnessedLogs: [aPolicy.split(' ')[2] ?? ''] }, 'type 01'],
    [
      'witnesses without a name for logs',
      { logPolicy: aPolicy, logHost: undefined },
      'set logHost where logPolicy',
    ],
    [
      'logs of others without one',
      { witnessedLogs: [aLogKey], logHost: undefined },
      'set logHost where witnessedLogs',
    ],
  ])('are set with no such thing as %s', (_, given, detail) => {
    expect(() => settingsOfProps({ logHost: 'a.example', ...given })).toThrow(detail);
  });

  it('take policies as a text or as lines, and witnesses of this machine by plain HTTP', () => {
    const lines = aPolicy.replace('https://witness.example', 'http://127.0.0.1:8464').split('\n');

    const { transparency } = settingsOfProps({
      ...{ logHost: 'a.example', logPolicy: JSON.stringify(lines), witnessedLogs: [aLogKey] },
    });

    expect([transparency.logPolicy, transparency.witnessedLogs]).toEqual([
      lines.join('\n'),
      [aLogKey],
    ]);
  });

  it.each(['', 'localhost', 'https://a.example', 'A.example', 'a.example/x', 'a b.example', 5])(
    'have no name such as %j',
    (logHost) => {
      expect(() => settingsOfProps({ logHost: logHost as string })).toThrow(
        'set logHost to a host name in lower case',
      );
    },
  );
});

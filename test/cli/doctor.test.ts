import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runFarthing } from '../../cli/cli.ts';
import type { Account } from '../../cli/doctor/account.ts';
import { examine } from '../../cli/doctor/examine.ts';
import { fakeShell } from './support/fake-shell.ts';
import { httpServer } from './support/http-server.ts';

const bootstrap = {
  status: 'UPDATE_COMPLETE',
  isProtected: true,
  outputs: { BootstrapVersion: '30' },
};
const farthing = {
  status: 'UPDATE_COMPLETE',
  isProtected: true,
  outputs: { AlarmTopicArn: 'arn:aws:sns:eu-central-1:1:alarms' },
};

/** An account in which all is well, and Farthing is deployed; a test names what is not so. */
const anAccount = (
  fields: Partial<Account> = {},
  stack: object | undefined = farthing,
): Account => ({
  region: async () => 'eu-central-1',
  identity: async () => ({ account: '1', arn: 'arn:aws:iam::1:user/ada' }),
  concurrency: async () => ({ all: 1000, unreserved: 1000 }),
  stack: async (name) =>
    name === 'CDKToolkit' ? bootstrap : (stack as typeof farthing | undefined),
  confirmedSubscriptions: async () => 1,
  queueConcurrency: async () => 10,
  ...fields,
});
const standings = async (account: Account) =>
  Object.fromEntries(
    (await examine(account, 'Farthing')).map(({ what, standing }) => [what, standing]),
  );
const well = {
  ...{ region: 'ok', credentials: 'ok', bootstrap: 'ok', stack: 'ok', concurrency: 'ok' },
  alarms: 'ok',
};
const denied = (name: string) => () =>
  Promise.reject(Object.assign(new Error('not allowed'), { name }));

describe('an examination', () => {
  it('finds nothing to do where all is well', async () => {
    expect(await standings(anAccount())).toEqual(well);
  });

  it('asks nobody for alarms before there is a stack', async () => {
    const { alarms: _, ...before } = well;

    expect(await standings(anAccount({ stack: async () => bootstrap }, undefined))).toEqual({
      ...well,
      alarms: 'look',
    });
    const account = anAccount({
      stack: async (name) => (name === 'CDKToolkit' ? bootstrap : undefined),
    });
    expect(await standings(account)).toEqual(before);
  });

  it('ends where there is no region, or there are no credentials', async () => {
    expect(await standings(anAccount({ region: async () => undefined }))).toEqual({
      region: 'fails',
    });
    expect(await standings(anAccount({ identity: denied('CredentialsProviderError') }))).toEqual({
      region: 'ok',
      credentials: 'fails',
    });
  });

  it.each([
    ['not prepared for CDK', undefined],
    ['prepared by an old version', { ...bootstrap, outputs: { BootstrapVersion: '5' } }],
  ])('finds an account that is %s', async (_, toolkit) => {
    const stack: Account['stack'] = async (name) => (name === 'CDKToolkit' ? toolkit : farthing);

    expect(await standings(anAccount({ stack }))).toEqual({ ...well, bootstrap: 'fails' });
  });

  it.each([
    ['ROLLBACK_COMPLETE', true, 'fails'],
    ['UPDATE_ROLLBACK_FAILED', true, 'fails'],
    ['UPDATE_IN_PROGRESS', true, 'look'],
    ['UPDATE_ROLLBACK_COMPLETE', true, 'ok'],
    ['CREATE_COMPLETE', false, 'look'],
  ])('of a stack in %s, protected %j: %s', async (status, isProtected, standing) => {
    const account = anAccount({}, { ...farthing, status, isProtected });

    expect(await standings(account)).toEqual({ ...well, stack: standing });
  });

  it.each([
    [10, 12, 'look'],
    [9, 10, 'fails'],
    [19, 10, 'look'],
    [20, 10, 'ok'],
    [1000, 995, 'look'],
  ])('of %i functions at once, where queues take up to %i: %s', async (unreserved, queues, is) => {
    const account = anAccount({
      concurrency: async () => ({ all: 1000, unreserved }),
      queueConcurrency: async () => queues,
    });

    expect(await standings(account)).toEqual({ ...well, concurrency: is });
  });

  it('goes on after what may not be asked', async () => {
    const account = anAccount({
      concurrency: denied('AccessDeniedException'),
      confirmedSubscriptions: async () => 0,
    });

    expect(await standings(account)).toEqual({ ...well, concurrency: 'unknown', alarms: 'look' });
  });
});

describe('farthing doctor', () => {
  const before = { ...process.env };
  beforeEach(() => {
    Object.assign(process.env, {
      ...{ AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-central-1' },
    });
  });
  afterEach(() => {
    process.env = { ...before };
  });

  /** As AWS answers, in the protocol of each service. */
  function awsAnswer({ path, body }: { readonly path: string; readonly body: string }): {
    readonly status: number;
    readonly text: string;
  } {
    const asked = new URLSearchParams(body);
    const xml = (name: string, result: string) =>
      `<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`;
    if (path.endsWith('/account-settings') || path.endsWith('/account-settings/')) {
      const limit = { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 };
      return { status: 200, text: JSON.stringify({ AccountLimit: limit }) };
    }
    if (path.includes('/event-source-mappings')) {
      const of = (name: string, MaximumConcurrency: number) => ({
        FunctionArn: `arn:aws:lambda:eu-central-1:1:function:${name}`,
        ScalingConfig: { MaximumConcurrency },
      });
      const EventSourceMappings = [
        of('Farthing-Run', 2),
        of('Farthing-Total', 4),
        of('Other-x', 9),
      ];
      return { status: 200, text: JSON.stringify({ EventSourceMappings }) };
    }
    const stackName = asked.get('StackName') ?? '';
    switch (asked.get('Action') ?? '') {
      case 'GetCallerIdentity':
        return {
          status: 200,
          text: xml('GetCallerIdentity', '<Account>1</Account><Arn>arn:aws:iam::1:user/ada</Arn>'),
        };
      case 'GetTopicAttributes':
        return {
          status: 200,
          text: xml(
            'GetTopicAttributes',
            '<Attributes><entry><key>SubscriptionsConfirmed</key><value>0</value></entry></Attributes>',
          ),
        };
      default: {
        if (stackName === 'CDKToolkit') {
          const message = 'Stack with id CDKToolkit does not exist';
          return {
            status: 400,
            text: `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error></ErrorResponse>`,
          };
        }
        const output =
          '<member><OutputKey>AlarmTopicArn</OutputKey><OutputValue>arn:aws:sns:eu-central-1:1:a</OutputValue></member>';
        return {
          status: 200,
          text: xml(
            'DescribeStacks',
            `<Stacks><member><StackName>${stackName}</StackName><StackStatus>CREATE_COMPLETE</StackStatus><EnableTerminationProtection>true</EnableTerminationProtection><Outputs>${output}</Outputs></member></Stacks>`,
          ),
        };
      }
    }
  }

  it('says what is to be done, and ends with 3', async () => {
    await using server = await httpServer((request) => {
      const { status, text } = awsAnswer(request);
      const type = text.startsWith('<') ? 'text/xml' : 'application/json';
      return {
        ...{ status, bytes: Buffer.from(text), isStranger: true },
        headers: { 'content-type': type },
      };
    });
    process.env['AWS_ENDPOINT_URL'] = server.url;
    const { shell, printed } = fakeShell({});

    const code = await runFarthing(['doctor'], shell);

    expect(
      printed()
        .split('\n')
        .slice(2)
        .map((line) => line.replaceAll(/ {2,}/g, ' | ')),
    ).toEqual([
      'region | ok | eu-central-1',
      'credentials | ok | account 1, as arn:aws:iam::1:user/ada',
      'bootstrap | fails | this account and region are not prepared for CDK',
      'stack | ok | Farthing: CREATE_COMPLETE',
      'concurrency | look | 10 functions at once, 10 of them not reserved; queues take up to 6',
      'alarms | look | nobody is told of an alarm',
      'bootstrap: npx cdk bootstrap',
      expect.stringMatching(/^concurrency: enough to try it, but .* ask for 16 or more/),
      'alarms: set farthing:alarmEmail, deploy, and confirm the message from SNS',
      '',
    ]);
    expect(code).toBe(3);
  });
});

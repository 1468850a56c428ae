import type { Account, StackFound } from './account.ts';

/** `look`: it works, and could be better. */
type Standing = 'ok' | 'look' | 'fails' | 'unknown';

export interface Examination {
  readonly what: string;
  readonly standing: Standing;
  /** What is so. */
  readonly found: string;
  /** What to do; empty where nothing is to be done. */
  readonly action: string;
}

/** What the templates of the pinned CDK ask for. */
const BOOTSTRAP_VERSION_MIN = 6;
const BOOTSTRAP_STACK = 'CDKToolkit';
/** By default, before there is a stack to ask. */
const QUEUE_CONCURRENCY_DEFAULT = 12;
/** What a new account has: enough while little happens. */
const TRIED_WITH = 10;
/** Functions that answer requests while all queues are worked off. */
const REQUESTS_AT_ONCE = 10;

const ok = (what: string, found: string): Examination => ({
  what,
  standing: 'ok',
  found,
  action: '',
});

/**
 * Whether a stack can be deployed and run: what the account says, one thing after another. What depends on a region
 * or on credentials is not asked for without them.
 */
export async function examine(
  account: Account,
  stackName: string,
): Promise<readonly Examination[]> {
  const region = await asked('region', () => regionOf(account));
  if (region.standing === 'fails') return [region];
  const identity = await asked('credentials', () => identityOf(account));
  if (identity.standing === 'fails') return [region, identity];
  const found: { stack?: StackFound } = {};
  const known = [
    region,
    identity,
    await asked('bootstrap', () => bootstrapOf(account)),
    await asked('stack', async () => {
      const stack = await account.stack(stackName);
      if (stack !== undefined) found.stack = stack;
      return stackOf(stackName, stack);
    }),
  ];
  const { stack } = found;
  const deployed = stack === undefined ? undefined : stackName;
  const concurrency = await asked('concurrency', () => concurrencyOf(account, deployed));
  if (stack === undefined) return [...known, concurrency];
  return [...known, concurrency, await asked('alarms', () => alarmsOf(account, stack.outputs))];
}

/** An error is what was found, and never the end of the examination. */
async function asked(what: string, ask: () => Promise<Examination>): Promise<Examination> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isOfCredentials = what === 'credentials';
    return {
      what,
      standing: isOfCredentials ? 'fails' : 'unknown',
      found: `${error.name}: ${error.message}`,
      action: isOfCredentials
        ? 'set AWS_PROFILE, or sign in: aws sso login, aws configure'
        : 'grant the right that is named, or ask somebody who has it',
    };
  }
}

async function regionOf(account: Account): Promise<Examination> {
  const region = await account.region();
  if (region !== undefined) return ok('region', region);
  return {
    ...{ what: 'region', standing: 'fails', found: 'none is set' },
    action: 'set AWS_REGION, such as eu-central-1, or a region in the profile',
  };
}

async function identityOf(account: Account): Promise<Examination> {
  const { account: number, arn } = await account.identity();
  return ok('credentials', `account ${number}, as ${arn}`);
}

async function bootstrapOf(account: Account): Promise<Examination> {
  const stack = await account.stack(BOOTSTRAP_STACK);
  const text = stack?.outputs['BootstrapVersion'] ?? '';
  const version = Number.parseInt(text, 10);
  if (version >= BOOTSTRAP_VERSION_MIN) return ok('bootstrap', `version ${version}`);
  return {
    what: 'bootstrap',
    standing: 'fails',
    found:
      stack === undefined
        ? 'this account and region are not prepared for CDK'
        : `version ${text === '' ? 'unknown' : text}, ${BOOTSTRAP_VERSION_MIN} is needed`,
    action: 'npx cdk bootstrap',
  };
}

async function stackOf(name: string, stack: StackFound | undefined): Promise<Examination> {
  if (stack === undefined) return ok('stack', `${name} is not deployed yet`);
  const { status, isProtected } = stack;
  const of = { what: 'stack', found: `${name}: ${status}` };
  if (status === 'ROLLBACK_COMPLETE') {
    const action = `its first deploy failed, and it can only be deleted: aws cloudformation delete-stack --stack-name ${name}`;
    return { ...of, standing: 'fails', action };
  }
  if (status.endsWith('_IN_PROGRESS'))
    return { ...of, standing: 'look', action: 'wait until it is over' };
  if (status.endsWith('_FAILED')) {
    return {
      ...of,
      standing: 'fails',
      action: 'read its events in CloudFormation for the first that failed',
    };
  }
  if (isProtected) return { ...of, standing: 'ok', action: '' };
  return {
    ...{
      what: 'stack',
      standing: 'look',
      found: `${name}: ${status}, not protected from deletion`,
    },
    action: 'set farthing:terminationProtection to true, and deploy',
  };
}

async function concurrencyOf(account: Account, deployed: string | undefined): Promise<Examination> {
  const { all, unreserved } = await account.concurrency();
  const ofQueues =
    deployed === undefined ? QUEUE_CONCURRENCY_DEFAULT : await account.queueConcurrency(deployed);
  const wanted = ofQueues + REQUESTS_AT_ONCE;
  const found = `${all} functions at once, ${unreserved} of them not reserved; queues take up to ${ofQueues}`;
  if (unreserved >= wanted) return ok('concurrency', found);
  const isEnough = unreserved >= TRIED_WITH;
  return {
    ...{ what: 'concurrency', standing: isEnough ? 'look' : 'fails', found },
    action: isEnough
      ? `enough to try it, but requests and messages are refused while all queues are worked off: ask for ${wanted} or more (Service Quotas, Lambda, Concurrent executions; it is free)`
      : `ask for ${wanted} or more (Service Quotas, Lambda, Concurrent executions; it is free), or lower farthing:…ConcurrencyMax: messages that find no room are tried in vain`,
  };
}

async function alarmsOf(
  account: Account,
  outputs: Readonly<Record<string, string>>,
): Promise<Examination> {
  const topic = outputs['AlarmTopicArn'];
  const told = topic === undefined ? 0 : await account.confirmedSubscriptions(topic);
  if (told > 0) return ok('alarms', `${told} confirmed subscription${told === 1 ? '' : 's'}`);
  return {
    ...{ what: 'alarms', standing: 'look', found: 'nobody is told of an alarm' },
    action: 'set farthing:alarmEmail, deploy, and confirm the message from SNS',
  };
}

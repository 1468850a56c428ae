import type { Stack } from '../stack.ts';
import { rulesOf, verdictOn } from './rules.ts';

/** What AWS does in the name of a role, and asks for before it does it. */
interface Doing {
  readonly what: string;
  readonly roleArn: string | undefined;
  readonly actions: readonly string[];
  readonly resource: string;
}

/**
 * Throws where a role may not do what AWS is to do in its name: poll a queue, send what failed to another, deliver a
 * schedule. AWS refuses the first two when the stack is deployed, and fails at each delivery of the last.
 */
export function refuseWhatRolesMayNot(stack: Stack): void {
  for (const { what, roleArn, actions, resource } of [
    ...eventSources(stack),
    ...failureDestinations(stack),
    ...schedules(stack),
  ]) {
    const rules = rulesOf(stack.policies.of(roleArn));
    const missing = actions.filter(
      (action) => verdictOn(rules, { action, resource }) !== 'allowed',
    );
    if (missing.length === 0) continue;
    throw new Error(
      `${what}, but its role may not ${missing.join(', ')} on ${resource}: grant it in lib/, or AWS refuses it`,
    );
  }
}

const eventSources = ({ eventSources: sources, functions }: Stack): readonly Doing[] =>
  sources.flatMap(({ path, functionName, queueArn }) => {
    const consumer = functions.find(({ name }) => name === functionName);
    if (consumer === undefined) return [];
    const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];
    const what = `${path} is to feed ${consumer.path} from a queue`;
    return [{ what, roleArn: consumer.roleArn, actions, resource: queueArn }];
  });

const failureDestinations = ({ functions }: Stack): readonly Doing[] =>
  functions.flatMap(({ path, roleArn, onFailureArn }) => {
    if (onFailureArn === undefined) return [];
    const what = `what fails in ${path} is to go to a queue`;
    return [{ what, roleArn, actions: ['sqs:SendMessage'], resource: onFailureArn }];
  });

const schedules = ({ schedules: all }: Stack): readonly Doing[] =>
  all.flatMap(({ path, targets }) =>
    targets.flatMap(({ arn, roleArn }) => {
      if (roleArn === undefined) return [];
      const action = arn.startsWith('arn:aws:sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
      return [{ what: `${path} is to deliver`, roleArn, actions: [action], resource: arn }];
    }),
  );

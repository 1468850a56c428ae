import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  GetAccountSettingsCommand,
  LambdaClient,
  paginateListEventSourceMappings,
} from '@aws-sdk/client-lambda';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Account } from './account.ts';

/** Tried again by whoever asks, and not for minutes. */
const config = { maxAttempts: 2 } as const;

/** The account that the environment and the profile lead to. */
export function awsAccount(): Account & Disposable {
  const [sts, lambda] = [new STSClient(config), new LambdaClient(config)];
  const [cloudFormation, sns] = [new CloudFormationClient(config), new SNSClient(config)];
  return {
    async region() {
      try {
        return await sts.config.region();
      } catch (error) {
        if (error instanceof Error && error.message.includes('Region is missing')) return undefined;
        throw error;
      }
    },

    async identity() {
      const { Account: account = '', Arn: arn = '' } = await sts.send(
        new GetCallerIdentityCommand({}),
      );
      return { account, arn };
    },

    async concurrency() {
      const { AccountLimit: limit } = await lambda.send(new GetAccountSettingsCommand({}));
      return {
        all: limit?.ConcurrentExecutions ?? 0,
        unreserved: limit?.UnreservedConcurrentExecutions ?? 0,
      };
    },

    async stack(name) {
      try {
        const { Stacks = [] } = await cloudFormation.send(
          new DescribeStacksCommand({ StackName: name }),
        );
        const [stack] = Stacks;
        if (stack === undefined) return undefined;
        return {
          status: stack.StackStatus ?? '',
          isProtected: stack.EnableTerminationProtection ?? false,
          outputs: Object.fromEntries(
            (stack.Outputs ?? []).map(({ OutputKey: key = '', OutputValue: value = '' }) => [
              key,
              value,
            ]),
          ),
        };
      } catch (error) {
        if (isOfNoStack(error)) return undefined;
        throw error;
      }
    },

    async confirmedSubscriptions(TopicArn) {
      const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
      return Number(Attributes?.['SubscriptionsConfirmed'] ?? 0);
    },

    async queueConcurrency(stackName) {
      let sum = 0;
      for await (const { EventSourceMappings = [] } of paginateListEventSourceMappings(
        { client: lambda },
        {},
      )) {
        for (const { FunctionArn: arn = '', ScalingConfig: scaling } of EventSourceMappings) {
          if (arn.includes(`:function:${stackName}-`)) sum += scaling?.MaximumConcurrency ?? 0;
        }
      }
      return sum;
    },

    [Symbol.dispose]: () => {
      for (const client of [sts, lambda, cloudFormation, sns]) client.destroy();
    },
  };
}

/** CloudFormation answers as to a wrong parameter. */
const isOfNoStack = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'ValidationError' &&
  error.message.includes('does not exist');

import { Validations } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { Construct, IConstruct } from 'constructs';
import type { NodeFunction } from '../constructs/node-function.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { MarketplaceSettings } from '../settings/marketplace.ts';

/** Whose products the account sells, as functions read it. */
export const sellersOf = ({ marketplaceTenant: tenant }: MarketplaceSettings) => ({
  MARKETPLACE_TENANTS: JSON.stringify(tenant === undefined ? [] : [tenant]),
});

/** What reports usage to AWS Marketplace hears from AWS, by its queue, of licenses that have ended. */
export function reportUsage(
  scope: Construct,
  { reporter, queue }: { readonly reporter: NodeFunction; readonly queue: WorkQueue },
): void {
  allowMarketplace(reporter, ['BatchMeterUsage']);
  new Rule(scope, 'LicensesEnded', {
    description: 'Licenses that AWS Marketplace has taken away: what was used last is reported',
    eventPattern: {
      source: ['aws.agreement-marketplace'],
      detailType: ['License Deprovisioned - Manufacturer'],
    },
    targets: [
      new SqsQueue(queue.queue, {
        message: RuleTargetInput.fromObject({
          kind: 'license',
          license: EventField.fromPath('$.detail.license.arn'),
          endedAt: EventField.time,
        }),
      }),
    ],
  });
}

/** Lets `grantee` ask AWS Marketplace, for the account of the stack. */
export function allowMarketplace(grantee: NodeFunction, actions: readonly string[]): void {
  Grant.addToPrincipal({
    grantee,
    actions: actions.map((action) => `aws-marketplace:${action}`),
    resourceArns: ['*'],
  }).assertSuccess();
  acknowledgeMarketplace(grantee);
}

/** Says why a policy of `grantee` has a wildcard for what AWS sells. */
export function acknowledgeMarketplace(grantee: IConstruct): void {
  Validations.of(grantee).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'AWS Marketplace knows products by the account that asks: its calls name no resource.',
  });
}

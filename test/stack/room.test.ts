import { describe, expect, it } from '@jest/globals';
import { at, ofType, withBothFronts } from './synthesized.ts';

/** What CloudFormation takes of one stack is 500. */
const RESOURCES_MAX = 470;
/** What IAM takes of all policies in one role. */
const POLICIES_MAX = 10_240;
/** A name as CloudFormation makes it, in an ARN of the longest region, of a stack with a long name. */
const A_NAME =
  'arn:aws-cn:dynamodb:ap-southeast-99:123456789012:table/a-stack-with-a-long-name-ALogicalId01234567-0123456789ABC';

/** As long as a policy is, at most, when its references are what they stand for. */
const deployedLength = (policies: unknown): number =>
  JSON.stringify(policies).replaceAll(
    /\{"(?:Fn::GetAtt|Ref)":(?:"[^"]+"|\[[^\]]+\])\}/g,
    `"${A_NAME}"`,
  ).length;

describe('a stack with both fronts and every alarm', () => {
  it('leaves room below the 500 resources that CloudFormation takes, for what is made next: join alarms before it is gone', () => {
    expect(withBothFronts.size).toBeLessThanOrEqual(RESOURCES_MAX);
  });

  it.each(ofType(withBothFronts, 'AWS::IAM::Role').map(([id]) => [id]))(
    'grants %s what fits twice into what IAM takes, as an upgrade has it twice for a moment',
    (id) => {
      const policies = at(withBothFronts.get(id), 'Policies') ?? [];

      expect(2 * deployedLength(policies)).toBeLessThan(POLICIES_MAX);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { adoptionOf } from '../../cli/adoption/resource-mapping.ts';
import { ofType, resources, template } from './synthesized.ts';

/** What ListStackResources says of a stack that had all of the template, names being made of logical ids. */
const listed = {
  StackResourceSummaries: [...resources].map(([id, { Type }]) => ({
    LogicalResourceId: id,
    PhysicalResourceId: `Farthing-${id}`,
    ResourceType: Type,
    ResourceStatus: 'DELETE_SKIPPED',
  })),
};
const { mapping, made } = adoptionOf(template, listed);

describe('a new stack, where one is gone', () => {
  it.each([
    ['AWS::DynamoDB::GlobalTable', 'TableName'],
    ['AWS::SQS::Queue', 'QueueUrl'],
    ['AWS::S3::Bucket', 'BucketName'],
    ['AWS::Logs::LogGroup', 'LogGroupName'],
    ['AWS::KMS::Key', 'KeyId'],
  ])('takes over every %s that outlived it, by its %s', (type, by) => {
    const outliving = ofType(resources, type).filter(
      ([, { DeletionPolicy }]) => DeletionPolicy === 'Retain',
    );

    expect(outliving.length).toBeGreaterThan(0);
    for (const [id] of outliving) expect(mapping[id]).toEqual({ [by]: `Farthing-${id}` });
  });

  it('takes over nothing else, and all that the stack retains', () => {
    const retained = [...resources].flatMap(([id, { DeletionPolicy }]) =>
      DeletionPolicy === 'Retain' ? [id] : [],
    );

    expect(Object.keys(mapping).toSorted()).toEqual(retained.toSorted());
    expect(made).toEqual([]);
  });

  it('imports what refers to nothing that is not imported, as CloudFormation asks', () => {
    const referred = Object.keys(mapping).flatMap((id) => {
      const text = JSON.stringify(resources.get(id)?.Properties);
      return [...text.matchAll(/"(?:Ref|Fn::GetAtt)":\[?"([A-Za-z0-9]+)"/g)].map(
        ([, target = '']) => target,
      );
    });

    expect(referred.length).toBeGreaterThan(0);
    expect(referred.filter((target) => !(target in mapping))).toEqual([]);
  });

  it('makes what the former one had not', () => {
    const older = {
      StackResources: listed.StackResourceSummaries.filter(
        ({ LogicalResourceId: id }) => id !== 'WebhooksTable55C3C645',
      ),
    };

    expect(adoptionOf(template, older).made).toEqual([{ id: 'WebhooksTable55C3C645' }]);
  });
});

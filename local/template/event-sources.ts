import { functionNameIn } from './identity.ts';
import type { Template } from './template.ts';

/** A queue that invokes a function. */
export interface EventSourceDefinition {
  readonly path: string;
  readonly functionName: string;
  readonly queueArn: string;
  readonly batchSizeMax: number;
  readonly windowSeconds: number;
  /** The function names the messages that failed; the others are done. */
  readonly reportsBatchItemFailures: boolean;
  /** Invocations at a time; undefined: as many as the function may have. */
  readonly concurrencyMax: number | undefined;
  readonly region: string;
}

/** Every enabled event source mapping; throws for a source that is not an SQS queue, and for filters. */
export const readEventSources = (template: Template): readonly EventSourceDefinition[] =>
  template
    .ofType('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => properties.optionalBoolean('Enabled') !== false)
    .map(({ path, logicalId, properties }) => {
      const queueArn = properties.optionalString('EventSourceArn') ?? 'no event source';
      if (!queueArn.startsWith('arn:aws:sqs:')) {
        throw new Error(`${logicalId} reads ${queueArn}: only SQS event sources run locally`);
      }
      if (properties.has('FilterCriteria')) {
        throw new Error(
          `${logicalId} has FilterCriteria, which the local runtime does not support`,
        );
      }
      const functionName = properties.string('FunctionName');
      return {
        path,
        functionName: functionNameIn(functionName) ?? functionName,
        queueArn,
        batchSizeMax: properties.optionalNumber('BatchSize') ?? 10,
        windowSeconds: properties.optionalNumber('MaximumBatchingWindowInSeconds') ?? 0,
        reportsBatchItemFailures: properties
          .strings('FunctionResponseTypes')
          .includes('ReportBatchItemFailures'),
        concurrencyMax: properties
          .optionalObject('ScalingConfig')
          ?.optionalNumber('MaximumConcurrency'),
        region: template.assembly.region,
      };
    });

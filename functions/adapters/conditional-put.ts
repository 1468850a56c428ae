import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { PutOutcome } from '../../core/kernel/log.ts';
import { isUnknownOutcome } from './unknown-outcome.ts';

/** Which item a put replaced, if any. */
export type OnReplaced = (item: Record<string, AttributeValue>) => Promise<void>;

/**
 * Puts an item under a condition. A failed condition is 'taken': by somebody else, or by this very put when its first
 * answer was lost and the SDK sent it again. Rejects only when the item certainly was not written.
 */
export async function conditionalPut(
  client: DynamoDBClient,
  input: PutItemCommandInput & { readonly ConditionExpression: string },
  onReplaced?: OnReplaced,
): Promise<PutOutcome> {
  try {
    const { Attributes } = await client.send(
      new PutItemCommand({ ...input, ReturnValues: onReplaced === undefined ? 'NONE' : 'ALL_OLD' }),
    );
    if (Attributes !== undefined) await onReplaced?.(Attributes);
    return 'put';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'taken';
    if (isUnknownOutcome(error)) return 'unknown';
    throw error;
  }
}

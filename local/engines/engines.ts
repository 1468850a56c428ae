import type { Callers } from '../grants/gate.ts';
import type { Stack } from '../stack.ts';
import type { Json } from '../template/json.ts';
import { type DynamoDbEngine, type EngineSettings, startDynalite } from './dynalite.ts';
import { type SqsEngine, startFauxqs } from './fauxqs.ts';

/** The emulators, running. */
export interface Engines {
  readonly dynamoDb: DynamoDbEngine;
  readonly sqs: SqsEngine;
  /** Makes the stack's tables, queues and buckets, where they are not there yet, and says who may ask them what. */
  provision(stack: Stack, callers: Callers): Promise<void>;
  close(): Promise<void>;
}

/** Starts all engines, or none. */
export async function startEngines(settings: EngineSettings): Promise<Engines> {
  const [dynamoDb, sqs] = await Promise.allSettled([
    startDynalite(settings),
    startFauxqs(settings),
  ]);
  if (dynamoDb.status === 'rejected' || sqs.status === 'rejected') {
    for (const engine of [dynamoDb, sqs]) {
      if (engine.status === 'fulfilled') await engine.value.close();
    }
    const failed = dynamoDb.status === 'rejected' ? dynamoDb : (sqs as PromiseRejectedResult);
    throw failed.reason;
  }
  return {
    dynamoDb: dynamoDb.value,
    sqs: sqs.value,
    provision: async (stack, callers) => {
      await Promise.all([
        dynamoDb.value.createTables(stack.tables, stack.region),
        sqs.value.createQueues(stack.queues, stack.region),
        sqs.value.createBuckets(stack.buckets, stack.region),
      ]);
      const told = callers as unknown as Json;
      await Promise.all([dynamoDb.value.ask('callers', told), sqs.value.ask('callers', told)]);
      // What was asked to set the stack up is none of its own calls.
      await Promise.all([dynamoDb.value.ask('reset'), sqs.value.ask('reset')]);
    },
    close: async () => {
      await Promise.all([dynamoDb.value.close(), sqs.value.close()]);
    },
  };
}

import type { Callers } from '../grants/gate.ts';
import type { Stack } from '../stack.ts';
import type { Json } from '../template/json.ts';
import { type DynamoDbEngine, type EngineSettings, startDynalite } from './dynalite.ts';
import { type SqsEngine, startFauxqs } from './fauxqs.ts';
import { type ParametersEngine, startParameters } from './parameters.ts';

/** The emulators, running. */
export interface Engines {
  readonly dynamoDb: DynamoDbEngine;
  readonly sqs: SqsEngine;
  readonly parameters: ParametersEngine;
  /** Makes the stack's tables, queues and buckets, where they are not there yet, and says who may ask them what. */
  provision(stack: Stack, callers: Callers): Promise<void>;
  close(): Promise<void>;
}

/** Starts all engines, or none. */
export async function startEngines(settings: EngineSettings): Promise<Engines> {
  const started = await Promise.allSettled([
    startDynalite(settings),
    startFauxqs(settings),
    startParameters(settings),
  ]);
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') {
    for (const engine of started) {
      if (engine.status === 'fulfilled') await engine.value.close();
    }
    throw failed.reason;
  }
  const [dynamoDb, sqs, parameters] = started as [
    PromiseFulfilledResult<DynamoDbEngine>,
    PromiseFulfilledResult<SqsEngine>,
    PromiseFulfilledResult<ParametersEngine>,
  ];
  return {
    dynamoDb: dynamoDb.value,
    sqs: sqs.value,
    parameters: parameters.value,
    provision: async (stack, callers) => {
      await Promise.all([
        dynamoDb.value.createTables(stack.tables, stack.region),
        sqs.value.createQueues(stack.queues, stack.region),
        sqs.value.createBuckets(stack.buckets, stack.region),
      ]);
      const told = callers as unknown as Json;
      parameters.value.setCallers(told);
      await Promise.all([dynamoDb.value.ask('callers', told), sqs.value.ask('callers', told)]);
      // What was asked to set the stack up is none of its own calls.
      await Promise.all([dynamoDb.value.ask('reset'), sqs.value.ask('reset')]);
    },
    close: async () => {
      await Promise.all([dynamoDb.value.close(), sqs.value.close(), parameters.value.close()]);
    },
  };
}

import type { Callers } from '../grants/gate.ts';
import type { Stack } from '../stack.ts';
import type { Json } from '../template/json.ts';
import { type DynamoDbEngine, type EngineSettings, startDynalite } from './dynalite.ts';
import { type SqsEngine, startFauxqs } from './fauxqs.ts';
import type { JsonEngine } from './json-engine.ts';
import { type KeysEngine, startKeys } from './keys.ts';
import { startParameters } from './parameters.ts';

/** The emulators, running. */
export interface Engines {
  readonly dynamoDb: DynamoDbEngine;
  readonly sqs: SqsEngine;
  /** Where parameters and keys are asked, whose engines are in this process. */
  readonly small: { readonly ssm: string; readonly kms: string };
  /** Makes tables, queues, buckets and keys of the stack that are not there yet, and says who may ask them what. */
  provision(stack: Stack, callers: Callers): Promise<void>;
  close(): Promise<void>;
}

/** Starts all engines, or none. */
export async function startEngines(settings: EngineSettings): Promise<Engines> {
  const started = await Promise.allSettled([
    startDynalite(settings),
    startFauxqs(settings),
    startParameters(settings),
    startKeys(settings),
  ]);
  const failed = started.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') {
    for (const engine of started) {
      if (engine.status === 'fulfilled') await engine.value.close();
    }
    throw failed.reason;
  }
  const [dynamoDb, sqs, parameters, keys] = started as [
    PromiseFulfilledResult<DynamoDbEngine>,
    PromiseFulfilledResult<SqsEngine>,
    PromiseFulfilledResult<JsonEngine>,
    PromiseFulfilledResult<KeysEngine>,
  ];
  return {
    dynamoDb: dynamoDb.value,
    sqs: sqs.value,
    small: { ssm: parameters.value.origin, kms: keys.value.origin },
    provision: async (stack, callers) => {
      keys.value.createKeys(stack.keys);
      await Promise.all([
        dynamoDb.value.createTables(stack.tables, stack.region),
        sqs.value.createQueues(stack.queues, stack.region),
        sqs.value.createBuckets(stack.buckets, stack.region),
      ]);
      const told = callers as unknown as Json;
      for (const one of [parameters, keys]) one.value.setCallers(told);
      await Promise.all([dynamoDb.value.ask('callers', told), sqs.value.ask('callers', told)]);
      // What was asked to set the stack up is none of its own calls.
      await Promise.all([dynamoDb.value.ask('reset'), sqs.value.ask('reset')]);
    },
    close: async () => {
      await Promise.all([dynamoDb, sqs, parameters, keys].map(({ value }) => value.close()));
    },
  };
}

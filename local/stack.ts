import type { CloudAssembly } from './template/cloud-assembly.ts';
import { type CustomResourceDefinition, readCustomResources } from './template/custom-resources.ts';
import { type DistributionDefinition, readDistribution } from './template/distribution.ts';
import { type EventSourceDefinition, readEventSources } from './template/event-sources.ts';
import { type FunctionDefinition, readFunctions } from './template/functions.ts';
import { type HttpApiDefinition, readHttpApi } from './template/http-api.ts';
import type { Endpoints } from './template/identity.ts';
import { ignoredIn } from './template/ignored.ts';
import { type KeyDefinition, readKeys } from './template/keys.ts';
import { type Policies, readPolicies } from './template/policies.ts';
import {
  type BucketDefinition,
  type QueueDefinition,
  readBuckets,
  readQueues,
} from './template/queues.ts';
import { readSchedules, type ScheduleDefinition } from './template/schedules.ts';
import { readTables, type TableDefinition } from './template/tables.ts';
import { readTemplate } from './template/template.ts';
import { readWebFunction, type WebFunctionDefinition } from './template/web-functions.ts';

/** Everything of a synthesized stack that runs on this machine. */
export interface Stack {
  readonly region: string;
  readonly account: string;
  readonly tables: readonly TableDefinition[];
  readonly queues: readonly QueueDefinition[];
  readonly buckets: readonly BucketDefinition[];
  /** Those that sign. */
  readonly keys: readonly KeyDefinition[];
  readonly functions: readonly FunctionDefinition[];
  readonly httpApi: HttpApiDefinition | undefined;
  readonly webFunction: WebFunctionDefinition | undefined;
  readonly distribution: DistributionDefinition | undefined;
  /** What fills the buckets of the distribution. */
  readonly filling: readonly CustomResourceDefinition[];
  readonly eventSources: readonly EventSourceDefinition[];
  readonly schedules: readonly ScheduleDefinition[];
  readonly policies: Policies;
  readonly outputs: Readonly<Record<string, string>>;
  /** One line that says what of it has no effect here. */
  readonly ignored: string;
}

/** Reads the stack; throws for what the runtime can neither run nor leave out, naming the resource. */
export function readStack(assembly: CloudAssembly, endpoints: Endpoints): Stack {
  const template = readTemplate(assembly, endpoints);
  const distribution = readDistribution(template, endpoints);
  const served = distribution?.behaviors.flatMap(({ bucketName }) => bucketName ?? []) ?? [];
  return {
    region: assembly.region,
    account: assembly.account,
    tables: readTables(template),
    queues: readQueues(template),
    buckets: readBuckets(template),
    keys: readKeys(template),
    functions: readFunctions(template),
    httpApi: readHttpApi(template),
    webFunction: readWebFunction(template),
    distribution,
    filling: readCustomResources(template, served),
    eventSources: readEventSources(template),
    schedules: readSchedules(template),
    policies: readPolicies(template),
    outputs: template.outputs(),
    ignored: ignoredIn(template),
  };
}

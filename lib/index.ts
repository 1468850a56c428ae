/** What the package `@farthing/cdk` is: a Farthing for the stacks of others. */
export { Farthing } from './farthing.ts';
export type { FarthingOutputs } from './farthing-outputs.ts';
export type { FarthingProps } from './farthing-props.ts';
export type { ShardEpoch } from './settings/shard-epochs.ts';

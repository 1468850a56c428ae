import type { FarthingProps } from '../../lib/farthing-props.ts';
import type { Settings } from '../../lib/settings/settings.ts';

type Stages = Settings[keyof Settings];
type NamesOf<Stage> = Stage extends unknown ? keyof Stage : never;
/** Every setting by its name, whichever stage reads it. */
type AllSettings = {
  [Name in NamesOf<Stages>]: Extract<Stages, Readonly<Record<Name, unknown>>>[Name];
};

type Same<A, B> = [A, B] extends [B, A] ? true : { readonly differ: [A, B] };

/** A setting that is no prop, or the other way about, does not compile; nor one of another type. */
export const names: Same<keyof Required<FarthingProps>, keyof AllSettings> = true;
export const types: Same<Required<FarthingProps>, AllSettings> = true;

import type { Billing } from './billing.ts';
import type { Comparison } from './compared.ts';
import type { Cost } from './cost.ts';
import type { EarningsSpeed } from './earnings.ts';
import type { ErasureCost } from './erasure.ts';
import type { EventLeaves } from './event-leaves.ts';
import type { FrontSpeed } from './fronts.ts';
import type { GateSpeed } from './gate.ts';
import type { LogBytes } from './log.ts';
import type { MonthEnd } from './month.ts';
import type { BesidePostgres } from './postgres.ts';
import type { Reads } from './reads.ts';
import type { Repeats } from './repeats.ts';
import type { Speed } from './speed.ts';
import type { SpendMeasured } from './spend.ts';
import type { Start } from './start.ts';
import type { Tenants } from './tenants.ts';
import type { Transparency } from './transparency.ts';

/** What one run of the bench measured; a part that was not run is absent. */
export interface Results {
  readonly date: string;
  readonly speed?: readonly Speed[] | undefined;
  readonly fronts?: readonly FrontSpeed[] | undefined;
  readonly tenants?: readonly Tenants[] | undefined;
  readonly postgres?: BesidePostgres | undefined;
  readonly cost?: readonly Cost[] | undefined;
  readonly log?: readonly LogBytes[] | undefined;
  readonly billing?: readonly Billing[] | undefined;
  readonly month?: readonly MonthEnd[] | undefined;
  readonly reads?: readonly Reads[] | undefined;
  readonly repeats?: readonly Repeats[] | undefined;
  readonly erasure?: ErasureCost | undefined;
  readonly earnings?: EarningsSpeed | undefined;
  readonly spend?: SpendMeasured | undefined;
  readonly gate?: readonly GateSpeed[] | undefined;
  readonly transparency?: readonly Transparency[] | undefined;
  readonly leaves?: EventLeaves | undefined;
  readonly start?: Start | undefined;
  /** With an earlier commit. */
  readonly comparison?: Comparison | undefined;
  readonly freshness?: { readonly median: number; readonly worst: number } | undefined;
}

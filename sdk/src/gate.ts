export { createGate, type Gate } from './gate/create-gate.ts';
export type { GateOpened, GatePassed, GateRefusal, GateSettled } from './gate/decided.ts';
export { gateFetch } from './gate/fetch.ts';
export type { GatePrice, GatePricing } from './gate/price.ts';
export type { GatedRequest } from './gate/request.ts';
export type { GateSettings, LeaseSettings } from './gate/settings.ts';
export type { GateLanguages, GateTexts } from './gate/texts.ts';

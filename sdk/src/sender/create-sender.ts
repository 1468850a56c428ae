import { type ClientEnvironment, platformEnvironment } from '../environment.ts';
import { BufferedSender } from './buffered-sender.ts';
import { type Sender, type SenderSettings, wholeSettings } from './settings.ts';

/** A sender of events of one source. Throws where a setting cannot be meant. */
export const createSender = (settings: SenderSettings): Sender =>
  senderIn(platformEnvironment, settings);

export const senderIn = (environment: ClientEnvironment, settings: SenderSettings): Sender =>
  new BufferedSender(wholeSettings(settings), environment);

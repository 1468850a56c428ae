import { render } from 'preact';
import { languageOf } from '../own/spelling.ts';
import { takenToken } from '../own/taken-token.ts';
import { App } from './app.tsx';

const token = takenToken('payer');
const language = languageOf(navigator.languages);
document.documentElement.lang = language;
const place = document.getElementById('me');
if (place !== null) render(<App givenToken={token} language={language} />, place);

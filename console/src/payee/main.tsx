import { render } from 'preact';
import { languageOf } from '../own/spelling.ts';
import { takenToken } from '../own/taken-token.ts';
import { App } from './app.tsx';

const token = takenToken('payee');
const language = languageOf(navigator.languages);
document.documentElement.lang = language;
const place = document.getElementById('payee');
if (place !== null) render(<App givenToken={token} browserLanguage={language} />, place);

// Puts the report into the page, from the data that stands in it: of a run, or of
// what their field "page" names.
import { flushSync, mount } from 'svelte';
import { flush } from './chart/later.ts';
import './style.css';
import type { Data } from './data.ts';
import Ahead from './ahead/Ahead.svelte';
import type { AheadData } from './ahead/data.ts';
import Backtest from './backtest/Backtest.svelte';
import type { BacktestData } from './backtest/data.ts';
import Fit from './fit/Fit.svelte';
import type { FitData } from './fit/data.ts';
import Report from './report/Report.svelte';
import type { SensitivityData } from './sensitivity/data.ts';
import Sensitivity from './sensitivity/Sensitivity.svelte';

const target = document.getElementById('report')!;
const data = JSON.parse(document.getElementById('data')!.textContent!) as Data | FitData | SensitivityData | BacktestData | AheadData;
target.replaceChildren();
if (!('page' in data)) mount(Report, { target, props: { data } });
else if (data.page === 'backtest') mount(Backtest, { target, props: { data } });
else if (data.page === 'camps-ahead') mount(Ahead, { target, props: { data } });
else if (data.page === 'fit') mount(Fit, { target, props: { data } });
else mount(Sensitivity, { target, props: { data } });
flushSync();

// On paper nothing can be opened or waited for.
addEventListener('beforeprint', () => {
  for (const d of document.querySelectorAll<HTMLDetailsElement>('details.assumed')) d.open = true;
  flushSync();
  flush();
});

/** Every country whose calendar is known: one file and one line a country. */
import type { Country } from '../country.ts';
import { at } from './at.ts';
import { be } from './be.ts';
import { ch } from './ch.ts';
import { de } from './de.ts';
import { dk } from './dk.ts';
import { es } from './es.ts';
import { fi } from './fi.ts';
import { fr } from './fr.ts';
import { gb } from './gb.ts';
import { ie } from './ie.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';
import { no } from './no.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import { se } from './se.ts';
import { us } from './us.ts';

export const countries: readonly Country[] = [
  at,
  be,
  ch,
  de,
  dk,
  es,
  fi,
  fr,
  gb,
  ie,
  it,
  nl,
  no,
  pl,
  pt,
  se,
  us,
];

/**
 * Measures, scores, sizes and times as people read them. It knows nothing of what they are of.
 */
import { count, counted } from '../core/counted.ts';

const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

/** A measure in any unit: `49,385`, `546.2`, `0.01234`, `1.2e-7`. */
export function measure(value: number): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1e15 || (size < 1e-4 && size > 0)) return value.toExponential(3);
  return size >= 1000 ? count(value) : precise.format(value);
}

/** A score around one: `0.9812`, `-0.0003`. */
export function score(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4) : '–';
}

/** `812 bytes`, `83.1 kB`, `31 MB` */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte');
  const [size, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : [bytes / 1e6, 'MB'];
  return `${size < 99.95 ? Number(size.toFixed(1)) : count(size)} ${unit}`;
}

/** `0.8 s`, `42 s`, `2 min 5 s` */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `0:41`, `12:05`, `1:02:03` */
export function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

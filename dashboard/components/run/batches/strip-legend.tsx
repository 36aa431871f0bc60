import { countLabel } from '@feedflow/shared/model/amount-label';
import { type Strip, toneCounts } from '../../../lib/batches/strip.ts';
import { TONES, type Tone, tonePath } from '../../../lib/batches/tone.ts';
import classes from './batch-strip.module.css';

const SIZE_PX = 11;

/**
 * The meaning of the squares, with the number of batches of each kind. Without the numbers while the run is running:
 * they are read less often than those of the tree, and would contradict them.
 */
export function StripLegend({ strip, running }: { strip: Strip; running: boolean }) {
  const counts = toneCounts(strip);
  const shared = strip.batchesPerCell > 1;
  return (
    <ul className={classes.legend}>
      {TONES.filter(({ tone }) => (counts.get(tone) ?? 0) > 0).map(({ tone, label, color }) => (
        <li key={tone}>
          <ToneMark tone={tone} color={color} />
          {label}
          {!running && <span className={classes.count}>{countLabel(counts.get(tone) ?? 0)}</span>}
        </li>
      ))}
      {shared && (
        <li>
          Each square shows the worst of its {countLabel(strip.batchesPerCell)} batches (orange: records
          failed) and opens it.
        </li>
      )}
    </ul>
  );
}

function ToneMark({ tone, color }: { tone: Tone; color: string }) {
  return (
    <svg width={SIZE_PX} height={SIZE_PX} aria-hidden="true">
      <path d={tonePath(tone, 0, 0, SIZE_PX)} fill={color} fillRule="evenodd" />
    </svg>
  );
}

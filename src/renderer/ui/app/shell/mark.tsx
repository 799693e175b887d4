import styles from './mark.module.css';

/** The handset that is also a C, as in resources/icons/icon.svg. */
export function Mark() {
  return (
    <svg aria-hidden="true" viewBox="32 32 448 448" className={styles.mark}>
      <rect x="32" y="32" width="448" height="448" rx="116" className={styles.ground} />
      <path transform="translate(4 0) rotate(-68 256 256) translate(0 -4)" className={styles.handset} d={handset} />
    </svg>
  );
}

const handset =
  'M112 318 C112 214 170 150 256 150 S400 214 400 318 V340 A30 30 0 0 1 370 370 H322 A30 30 0 0 1 292 340 V312 A30 30 0 0 1 318 282.3 C326 281 331 273 328 265 C317 236 291 222 256 222 S195 236 184 265 C181 273 186 281 194 282.3 A30 30 0 0 1 220 312 V340 A30 30 0 0 1 190 370 H142 A30 30 0 0 1 112 340 Z';

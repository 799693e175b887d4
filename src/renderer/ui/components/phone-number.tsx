import { useModel } from '../hooks/use-model.ts';
import { useStore } from '../state/store.ts';

/** A number for the eye. Digits stand from left to right in every language. */
export function PhoneNumber({ number }: { readonly number: string }) {
  const { format } = useStore(useModel().numberFormat, (value) => value);
  return <bdi dir="ltr">{format(number)}</bdi>;
}

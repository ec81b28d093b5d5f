/** Why a card says no. */
export interface DeclineCode {
  readonly code: string;
  /**
   * A hard decline: retries stay scheduled and the attempt count still rises, but nothing is charged until there is a new card (DUN).
   * `expired_card` and `insufficient_funds` are not hard.
   */
  readonly hard: boolean;
}

const HARD =
  "incorrect_number lost_card pickup_card stolen_card revocation_of_authorization revocation_of_all_authorizations authentication_required highest_risk_level transaction_not_allowed";
const SOFT =
  "approve_with_id call_issuer card_declined card_not_supported card_velocity_exceeded currency_not_supported do_not_honor do_not_try_again duplicate_transaction expired_card fraudulent generic_decline incorrect_cvc incorrect_zip insufficient_funds invalid_account invalid_amount issuer_not_available merchant_blacklist new_account_information_available no_action_taken not_permitted processing_error reenter_transaction restricted_card security_violation service_not_allowed stop_payment_order try_again_later withdrawal_count_limit_exceeded";

function list(): Map<string, DeclineCode> {
  const codes = new Map<string, DeclineCode>();
  for (const code of HARD.split(" ")) codes.set(code, { code, hard: true });
  for (const code of SOFT.split(" ")) codes.set(code, { code, hard: false });
  return codes;
}

/** Every decline code a card can answer with; each is also the name of a built-in card that always declines with it. */
export const declineCodes: ReadonlyMap<string, DeclineCode> = list();

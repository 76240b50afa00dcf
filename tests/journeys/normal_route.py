"""What the case page must say of the normal route at two points, written by hand from the diagrams."""

from tests.journeys.drawing import Told

WHILE_AGENCIES_ANSWER = Told(
    done=frozenset(
        {
            "notification_submitted",
            "acknowledge_notification",
            "alert_chairs",
            "classify_notification",
            "declare_conflict_chair",
            "chair_conflicted",
            "chair_settled",
            "acting_chair_settled",
            "who_leads",
            "triage",
            "triage_outcome",
            "to_be_considered",
            "convening_split",
            "tell_notifier_considered",
            "tell_independent_chair",
            "convening_join",
            "further_investigation",
        }
    ),
    waiting=frozenset({"collect_information"}),
    taken=frozenset(
        {
            "notification_submitted_to_acknowledge_notification",
            "acknowledge_notification_to_alert_chairs",
            "alert_chairs_to_classify_notification",
            "classify_notification_to_declare_conflict_chair",
            "declare_conflict_chair_to_chair_conflicted",
            "chair_conflicted_to_chair_settled",
            "chair_settled_to_acting_chair_settled",
            "acting_chair_settled_to_who_leads",
            "who_leads_to_triage",
            "triage_to_triage_outcome",
            "triage_outcome_to_to_be_considered",
            "to_be_considered_to_convening_split",
            "convening_split_to_tell_notifier_considered",
            "convening_split_to_tell_independent_chair",
            "tell_notifier_considered_to_convening_join",
            "tell_independent_chair_to_convening_join",
            "convening_join_to_further_investigation",
            "further_investigation_to_collect_information",
        }
    ),
)

# Health has answered, the police have not: the steps between are done once and wait once.
ONE_AGENCY_OF_TWO = Told(
    done=frozenset(
        {
            "information_wanted",
            "define_request",
            "returns_awaited",
            "agency_asked",
            "request_return",
            "return_given",
        }
    ),
    waiting=frozenset({"collect_returns", "one_return", "agency_return"}),
    taken=frozenset(
        {
            "information_wanted_to_define_request",
            "define_request_to_collect_returns",
            "returns_awaited_to_one_return",
            "agency_asked_to_request_return",
            "request_return_to_agency_return",
            "agency_return_to_return_given",
        }
    ),
)

AFTER_THE_DECISION = Told(
    done=WHILE_AGENCIES_ANSWER.done
    | {
        "collect_information",
        "information_settled",
        "exceptionally_urgent",
        "meeting_in_time",
        "next_sig_meeting",
        "find_points",
        "consider",
        "consideration_outcome",
        "decide_review_type",
        "find_points_again",
        "recommend",
        "recommendation_split",
        "prepare_board_report",
        "urgently_considered",
        "ratification_settled",
        "decide_review",
        "below_mandatory",
        "decision_settled",
        "covered_by_sig_note",
        "tell_notifier_outcome",
        "tell_sig_chair_outcome",
        "which_review",
        "declare_to_dfe",
        "notify_ofsted",
        "notify_national_panel",
        "bodies_told",
        "review_to_be_initiated",
    },
    waiting=frozenset({"next_board_meeting", "carry_out_review"}),
    taken=WHILE_AGENCIES_ANSWER.taken
    | {
        "collect_information_to_information_settled",
        "information_settled_to_exceptionally_urgent",
        "exceptionally_urgent_to_meeting_in_time",
        "meeting_in_time_to_next_sig_meeting",
        "next_sig_meeting_to_find_points",
        "find_points_to_consider",
        "consider_to_consideration_outcome",
        "consideration_outcome_to_decide_review_type",
        "decide_review_type_to_find_points_again",
        "find_points_again_to_recommend",
        "recommend_to_recommendation_split",
        "recommendation_split_to_prepare_board_report",
        "recommendation_split_to_urgently_considered",
        "recommendation_split_to_decide_review",
        "prepare_board_report_to_next_board_meeting",
        "urgently_considered_to_ratification_settled",
        "ratification_settled_to_recommendation_join",
        "decide_review_to_below_mandatory",
        "below_mandatory_to_decision_settled",
        "decision_settled_to_covered_by_sig_note",
        "covered_by_sig_note_to_tell_notifier_outcome",
        "tell_notifier_outcome_to_tell_sig_chair_outcome",
        "tell_sig_chair_outcome_to_which_review",
        "which_review_to_declare_to_dfe",
        "declare_to_dfe_to_notify_ofsted",
        "notify_ofsted_to_notify_national_panel",
        "notify_national_panel_to_bodies_told",
        "bodies_told_to_review_to_be_initiated",
        "review_to_be_initiated_to_carry_out_review",
    },
)

"""The lock under which a policy's versions move on."""

from policies.models import Policy, PolicyVersion


def locked_policy(policy: Policy) -> Policy:
    """The policy's row, held until the end of the transaction. Signing, which only refers to it, does not wait."""
    return Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)


def locked_version(version: PolicyVersion) -> PolicyVersion:
    """The version as it is now, held with its policy until the end: two acts at once come one after the other.

    The policy is locked first, here and everywhere, so that nobody waits in a circle.
    """
    policy = locked_policy(version.policy)
    locked = PolicyVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    locked.policy = policy
    return locked

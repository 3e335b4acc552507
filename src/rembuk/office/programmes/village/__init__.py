"""The helper of a village: from figures and ceiling to a draft list for RKPDes."""

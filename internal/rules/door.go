package rules

import "regexp"

// GatewayDuration accepts a duration as Gateway API writes it (GEP-2257); "0s" is none.
var GatewayDuration = that(`a duration such as "0s" or "1h30m"`, regexp.MustCompile(`^([0-9]{1,5}(h|m|s|ms)){1,4}$`).MatchString)

// CertificateARN accepts a certificate of AWS Certificate Manager or IAM.
var CertificateARN = that(`the ARN of a certificate, such as "arn:aws:acm:eu-west-1:123456789012:certificate/..."`,
	regexp.MustCompile(`^arn:aws[a-z-]*:(acm|iam):[a-z0-9-]*:[0-9]{12}:(certificate|server-certificate)/[A-Za-z0-9/._-]+$`).MatchString)

package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/util/validation/field"
)

var amount = regexp.MustCompile(`^(\d{1,9}|\d{1,2}%|100%)$`)

// AmountOrNone accepts a number or percentage of pods.
var AmountOrNone = that(`a number or a percentage, such as "1" or "25%"`, amount.MatchString)

// Amount accepts a number or percentage of pods above zero.
var Amount = that(`a number or a percentage above zero, such as "1" or "25%"`, func(value string) bool {
	return amount.MatchString(value) && !IsNone(value)
})

// IsNone tells that an amount is zero.
func IsNone(amount string) bool { return strings.Trim(amount, "0%") == "" }

// CanDrain demands that fewer pods have to stay than there are, for else no node could ever be drained.
func CanDrain(path *field.Path, minAvailable string, replicas int) field.ErrorList {
	needed, err := strconv.Atoi(minAvailable)
	if percent, isPercent := strings.CutSuffix(minAvailable, "%"); isPercent {
		share, _ := strconv.Atoi(percent)
		needed, err = (share*replicas+99)/100, nil // Kubernetes rounds up
	}
	if err != nil || needed < replicas {
		return nil
	}
	return invalid(path, minAvailable, fmt.Sprintf("must leave one of %d pods to be drained, or no node that runs one ever can be", replicas))
}
